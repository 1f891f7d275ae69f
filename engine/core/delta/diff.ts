import {
  admitParsed,
  assembleArray,
  assembleObject,
  ensureAdmitted,
  NO_JSON_LIMITS,
  sizeBytes,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../json/index.ts'
import { isArray, isObject, isScalar, REMOVE, type Delta } from './delta.ts'
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

function whole(next: JsonValue): JsonValue {
  return isScalar(next) ? next : assembleArray([next])
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
    // Members are in canonical order, so that equal objects have equal names at equal places.
    const known = name === baseNames[at] || Object.hasOwn(base, name)
    if (known) shared++
    const operation = known ? diffValues(base[name] as JsonValue, after) : whole(after)
    if (operation === undefined) unchanged++
    else {
      operations ??= {}
      operations[name] = operation
    }
  }
  // Bytes that the delta may take beyond those of the value: an unchanged member saves five or more, wrapping takes two.
  let excess = 2 * (names.length - unchanged) - 5 * unchanged
  if (shared < baseNames.length) {
    operations ??= {}
    excess += removeMissing(baseNames, next, operations)
  }
  if (operations === undefined) return undefined
  const delta = assembleObject(operations)
  return excess <= 0 ? delta : smaller(delta, next)
}

/** Notes the members that are gone; answers how many bytes that may take. */
function removeMissing(baseNames: readonly string[], next: JsonObject, operations: Record<string, JsonValue>): number {
  let bytes = 0
  for (const name of baseNames) {
    if (Object.hasOwn(next, name)) continue
    operations[name] = REMOVE
    bytes += 6 * name.length + 6
  }
  return bytes
}

function diffArrays(base: JsonArray, next: JsonArray): JsonValue | undefined {
  const list = diffLists(base, next, diffValues)
  if (list === undefined) return undefined
  const delta = admitParsed(list.operation, NO_JSON_LIMITS)
  return list.overhead <= 2 * list.unchanged ? delta : smaller(delta, next)
}

/** The delta, or the whole value where that is smaller. // D-6 */
function smaller(delta: JsonValue, next: JsonValue): JsonValue {
  return sizeBytes(delta) <= sizeBytes(next) + 2 ? delta : whole(next)
}
