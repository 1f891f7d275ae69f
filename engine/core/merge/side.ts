import { equalJson, type JsonArray, type JsonObject, type JsonValue } from '../json/index.ts'
import type { Side } from './merged-field.ts'

export function isObject(side: Side): side is JsonObject {
  return typeof side === 'object' && side !== null && !Array.isArray(side)
}

export function isList(side: Side): side is JsonArray {
  return Array.isArray(side)
}

/** The JSON type of a value. */
export function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

export function sameSide(left: Side, right: Side): boolean {
  return left === right || (left !== undefined && right !== undefined && equalJson(left, right))
}

/** A member of an object; what is on the prototype is none. */
export function memberOf(object: JsonObject, name: string): Side {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The names of all members that the base or a side has, in an order that depends on nothing else. */
export function memberNames(base: JsonObject, ours: JsonObject, theirs: JsonObject): readonly string[] {
  const names = Object.keys(ours)
  const others = [Object.keys(base), Object.keys(theirs)]
  if (others.every((other) => sameNames(names, other))) return names
  return [...new Set([...names, ...others.flat()])].toSorted()
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at])
}
