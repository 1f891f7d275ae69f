import {
  assembleObject,
  assembleSelection,
  ensureAdmitted,
  sizeBytes,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../json/index.ts'
import { isArray, isObject, isScalar, REMOVE, whole, type Delta } from './delta.ts'
import { diffLists } from './diff-lists.ts'
import { diffTexts } from './diff-texts.ts'

/**
 * The delta that makes `next` of `base`, or undefined when they are equal. Parts that both share by reference cost
 * nothing; the rest costs about one walk over both. Never larger than `[next]`. (`null`, `0`, `false` and `''` are deltas.)
 */
export function diff(base: JsonValue, next: JsonValue): Delta | undefined {
  return diffValues(ensureAdmitted(base), ensureAdmitted(next)) as Delta | undefined
}

/** The operation that leads from one admitted value to another, admitted itself; undefined when they are equal. */
function diffValues(base: JsonValue, next: JsonValue): JsonValue | undefined {
  if (base === next) return undefined
  if (isScalar(next)) return typeof base === 'string' && typeof next === 'string' ? diffTexts(base, next) : next
  if (isScalar(base)) return whole(next)
  if (isArray(next)) return isArray(base) ? diffArrays(base, next) : whole(next)
  return isObject(base) ? diffObjects(base, next) : whole(next)
}

function diffObjects(base: JsonObject, next: JsonObject): JsonValue | undefined {
  const names = Object.keys(next)
  const baseNames = Object.keys(base)
  let operations: Record<string, JsonValue> | undefined
  let unchanged = 0
  let shared = 0
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string
    const after = next[name] as JsonValue
    // Members are in canonical order, so that like objects have the same names at the same places.
    const known = name === baseNames[at] || Object.hasOwn(base, name)
    if (known) shared++
    const operation = known ? diffValues(base[name] as JsonValue, after) : whole(after)
    if (operation === undefined) unchanged++
    else (operations ??= {})[name] = operation
  }
  // Bytes that the delta may take beyond those of the value: an unchanged member saves five or more, wrapping takes two.
  const excess = 2 * (names.length - unchanged) - 5 * unchanged
  if (shared < baseNames.length) return removing(base, next, operations ?? {}, excess)
  if (operations === undefined) return undefined
  const delta = assembleSelection(operations, next)
  return excess <= 0 ? delta : smaller(delta, next)
}

/** Adds the members that are gone. */
function removing(base: JsonObject, next: JsonObject, operations: Record<string, JsonValue>, excess: number): JsonValue {
  let bytes = excess
  for (const name of Object.keys(base)) {
    if (Object.hasOwn(next, name)) continue
    operations[name] = REMOVE
    bytes += 6 * name.length + 6
  }
  const delta = assembleObject(operations)
  return bytes <= 0 ? delta : smaller(delta, next)
}

function diffArrays(base: JsonArray, next: JsonArray): JsonValue | undefined {
  const list = diffLists(base, next, diffValues)
  if (list === undefined) return undefined
  return list.excess <= 0 ? list.operation : smaller(list.operation, next)
}

/** The delta, or the whole value where that is smaller. // D-6 */
function smaller(delta: JsonValue, next: JsonValue): JsonValue {
  return sizeBytes(delta) <= sizeBytes(next) + 2 ? delta : whole(next)
}
