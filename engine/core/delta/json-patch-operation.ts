import { SrvraError, type ErrorDetails } from '../errors.ts'
import { decodePointer, type JsonObject, type JsonValue } from '../json/index.ts'
import { isArray, isObject } from './delta.ts'

/** An operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }

/** An operation with its pointers taken apart. */
export interface ParsedOperation {
  readonly op: JsonPatchOperation['op']
  readonly path: readonly string[]
  /** Of `move` and `copy`. */
  readonly from: readonly string[]
  /** Of `add`, `replace` and `test`. */
  readonly value: JsonValue
}

const WITH_VALUE: ReadonlySet<unknown> = new Set(['add', 'replace', 'test'])
const WITH_FROM: ReadonlySet<unknown> = new Set(['move', 'copy'])

/** Reads a list of operations. Throws E_PATCH with the index of the malformed one; members that RFC 6902 does not know are ignored. */
export function parseOperations(operations: JsonValue): readonly ParsedOperation[] {
  if (!isArray(operations)) throw new SrvraError('E_PATCH', 'A JSON patch is a list of operations; send an array.')
  return operations.map(parseOperation)
}

function parseOperation(operation: JsonValue, index: number): ParsedOperation {
  if (!isObject(operation)) throw refusal('E_PATCH', 'is no object', index)
  const op = own(operation, 'op')
  const withValue = WITH_VALUE.has(op)
  const withFrom = WITH_FROM.has(op)
  if (!withValue && !withFrom && op !== 'remove') throw refusal('E_PATCH', `has an unknown "op"`, index)
  const value = own(operation, 'value')
  if (withValue && value === undefined) throw refusal('E_PATCH', 'lacks its "value"', index)
  return {
    op: op as ParsedOperation['op'],
    path: pointerOf(operation, 'path', index),
    from: withFrom ? pointerOf(operation, 'from', index) : [],
    value: value ?? null,
  }
}

function pointerOf(operation: JsonObject, name: 'path' | 'from', index: number): readonly string[] {
  const pointer = own(operation, name)
  if (typeof pointer !== 'string') throw refusal('E_PATCH', `lacks its "${name}"`, index)
  try {
    return decodePointer(pointer)
  } catch (cause) {
    throw refusal('E_PATCH', `has a malformed "${name}"`, index, { pointer }, cause)
  }
}

function own(operation: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(operation, name) ? operation[name] : undefined
}

/** An error that names the operation by its index. */
export function refusal(code: string, why: string, index: number, details: ErrorDetails = {}, cause?: unknown): SrvraError {
  const message = `Operation ${index} of the JSON patch ${why}; nothing was changed.`
  return new SrvraError(code, message, { index, ...details }, cause === undefined ? undefined : { cause })
}
