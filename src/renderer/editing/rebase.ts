import type { JsonObject, JsonValue } from '../../shared/contract.ts'
import type { PathSegment } from '../format/json-path.ts'
import { equalJson, isObject } from './equal-json.ts'

/** A field that both sides changed differently. Undefined is 'not there'. */
export interface FieldConflict {
  readonly path: readonly PathSegment[]
  readonly base: JsonValue | undefined
  readonly mine: JsonValue | undefined
  readonly theirs: JsonValue | undefined
}

export interface Rebased {
  /** Undefined when the outcome is 'deleted'. */
  readonly value: JsonValue | undefined
  readonly conflicts: readonly FieldConflict[]
}

type Preference = 'mine' | 'theirs'

/**
 * Carries an edit over to a document that moved meanwhile: object fields that only one side changed are taken from that
 * side, and fields that both changed differently are conflicts, settled by `preference`. Lists are taken whole: which
 * element is which is for the engine, and for a person, to say.
 */
export function rebase(
  base: JsonValue | undefined,
  mine: JsonValue | undefined,
  theirs: JsonValue | undefined,
  preference: Preference = 'mine',
): Rebased {
  const conflicts: FieldConflict[] = []
  const value = merge(base, mine, theirs, { path: [], preference, conflicts })
  return { value, conflicts }
}

interface Walk {
  readonly path: readonly PathSegment[]
  readonly preference: Preference
  readonly conflicts: FieldConflict[]
}

function merge(
  base: JsonValue | undefined,
  mine: JsonValue | undefined,
  theirs: JsonValue | undefined,
  walk: Walk,
): JsonValue | undefined {
  if (equalJson(mine, theirs) || equalJson(base, theirs)) return mine
  if (equalJson(base, mine)) return theirs
  if (isObject(mine) && isObject(theirs)) return mergeFields(isObject(base) ? base : {}, mine, theirs, walk)
  walk.conflicts.push({ path: walk.path, base, mine, theirs })
  return walk.preference === 'mine' ? mine : theirs
}

function mergeFields(base: JsonObject, mine: JsonObject, theirs: JsonObject, walk: Walk): JsonObject {
  // Mine first: the operator's text keeps its order. `fromEntries` defines members, so that no name can reach a prototype.
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  const merged = [...names].flatMap((name) => {
    const value = merge(own(base, name), own(mine, name), own(theirs, name), { ...walk, path: [...walk.path, name] })
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(merged)
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
