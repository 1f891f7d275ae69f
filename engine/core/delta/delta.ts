import { SrvraError } from '../errors.ts'
import {
  assembleArray,
  assembleObject,
  formatPath,
  type JsonArray,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'

declare const checked: unique symbol

/**
 * How one JSON value becomes another: itself an admitted JSON value, to be stored and sent as it is. `diff`, `invert` and
 * `compose` make one, `parseDelta` checks one that comes from elsewhere. Its form is rule D-2 of the specification.
 */
export type Delta = JsonValue & { readonly [checked]: 'delta' }

// An operation on a value, by its JSON type: a scalar replaces the value; an object changes members, by name; an array
// is `[]` (remove the member), `[value]` (replace, by anything), `[0, ...]` (edit a list) or `[1, ...]` (edit a text).
export const LIST = 0
export const TEXT = 1
// In a list, at an index: `[2, value, ...]` inserts, `[3, index, ...]` moves elements here, `[4, count]` removes a run.
export const INSERT = 2
export const MOVE = 3
export const REMOVE_RUN = 4

/** Removes a member or a list's element. */
export const REMOVE: JsonArray = assembleArray([])

/** Changes nothing, whatever the value is. */
export const IDENTITY: JsonObject = assembleObject({})

/** The operation that replaces a value by an admitted one. A container is wrapped: bare, it would be read as an edit. */
export function whole(value: JsonValue): JsonValue {
  return isScalar(value) ? value : assembleArray([value])
}

/** What an operation puts in the place of a value, or undefined when it edits or removes the value. */
export function replacement(operation: JsonValue): JsonValue | undefined {
  if (isScalar(operation)) return operation
  return isArray(operation) && operation.length === 1 ? operation[0] : undefined
}

export function isRemoval(operation: JsonValue): boolean {
  return isArray(operation) && operation.length === 0
}

/** `[0, ...]` or `[1, ...]`: the tag, or undefined. */
export function editTag(operation: JsonArray): typeof LIST | typeof TEXT | undefined {
  const tag = operation.length > 1 ? operation[0] : undefined
  return tag === LIST || tag === TEXT ? tag : undefined
}

export function isScalar(value: JsonValue): value is JsonScalar {
  return value === null || typeof value !== 'object'
}

export function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value)
}

export function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A delta that is malformed, or was not made for the value at hand. */
export function badDelta(why: string, path: readonly PathSegment[]): SrvraError {
  const at = formatPath(path)
  return new SrvraError('E_DELTA', `The delta ${why} at ${at}; fetch the document whole.`, { path: at })
}
