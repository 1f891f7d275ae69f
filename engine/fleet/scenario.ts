import type { JsonObject, JsonValue } from '../core/json/index.ts'
import type { Priority } from '../core/log/change.ts'
import type { Chance } from './chance.ts'

/** What somebody does with a document. `edit` is given what is there now; undefined means that it leaves it alone. */
export interface Deed {
  readonly key: string
  readonly edit: (before: JsonValue | undefined) => JsonValue | undefined
  readonly priority?: Priority
  readonly reason?: string
}

/** Who acts: a number from 0, and the name that the replica bears. */
export interface Actor {
  readonly number: number
  readonly name: string
}

/** A fleet of one kind: what its documents are, and what its members do. Pure: the same chance gives the same deeds. */
export interface Scenario {
  readonly name: string
  /** One sentence for people. */
  readonly summary: string
  /** What a member is called, such as `shop`. */
  readonly member: string
  readonly defaultReplicas: number
  /** The mean pause between two deeds of a member; of a device, every pause. */
  readonly thinkMs: number
  readonly rhythm?: 'people' | 'device'
  /** How probable it is, at each deed, that the member goes offline for a while; and for how long, on average. */
  readonly offline: { readonly probability: number; readonly meanMs: number }
  /** Deeds that follow at once, now and then. */
  readonly burst: { readonly probability: number; readonly deeds: number }
  /** What is there in the beginning. */
  readonly documents: (chance: Chance, replicas: number) => readonly { readonly key: string; readonly value: JsonObject }[]
  readonly act: (chance: Chance, actor: Actor) => readonly Deed[]
  /** Patterns that cover every document of the fleet. */
  readonly covered: readonly string[]
  /** What a member subscribes to. */
  readonly patterns: (actor: Actor) => readonly string[]
  readonly priority?: Priority
  readonly sla?: string
}

/** For edits of objects: what is none is left alone. */
export function ofObject(
  edit: (before: JsonObject) => JsonObject | undefined,
): (before: JsonValue | undefined) => JsonValue | undefined {
  return (before) =>
    typeof before === 'object' && before !== null && !Array.isArray(before) ? edit(before as JsonObject) : undefined
}

/** The object in a field; an empty one when there is none. */
export function part(object: JsonObject, field: string): JsonObject {
  const value = object[field]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
