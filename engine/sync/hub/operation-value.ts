import { patch } from '../../core/delta/index.ts'
import type { Delta } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { checkLimits, contentHash } from '../../core/json/index.ts'
import type { Hash, JsonLimits, JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { Operation } from '../../core/protocol/frames.ts'

const NO_METADATA: DocumentMetadata = Object.freeze({})

/** A value that is known, which may be 'there is none'. */
export interface Known {
  readonly value: JsonValue | undefined
}

/**
 * The value that the author of an operation had before him: sent whole, or made of the base that he names. Throws
 * E_BASE_MISMATCH when it can not be told, or is not the one whose hash came with it (P-34).
 */
export function operationValue(
  operation: Operation,
  base: Known | undefined,
  hash: Hash,
  limits: JsonLimits,
): JsonValue | undefined {
  if (operation.kind === 'delete') return undefined
  if (operation.value !== undefined) return checked(operation, withinLimits(operation.value, limits), hash)
  if (operation.delta === undefined) {
    // Neither value nor delta: a rollback to before the key was there.
    if (operation.hash === undefined) return undefined
    throw mismatch(operation, 'it carries neither a value nor a delta')
  }
  if (base?.value === undefined) throw mismatch(operation, `version ${operation.base} can not be read any more`)
  return checked(operation, patched(operation, base.value, limits), hash)
}

/**
 * What the author saw before he wrote: the base that he names, unless he says otherwise. Throws E_BASE_MISMATCH when what he
 * says does not fit his own value.
 */
export function operationSeen<Base extends Known>(
  operation: Operation,
  base: Base | undefined,
  value: JsonValue | undefined,
  limits: JsonLimits,
): Base | (Known & { readonly metadata: DocumentMetadata }) | undefined {
  const { seen } = operation
  if (seen === undefined) return base
  const metadata = seen.metadata ?? NO_METADATA
  if (seen.delta === undefined) return { value: seen.value === undefined ? undefined : withinLimits(seen.value, limits), metadata }
  if (value === undefined) throw mismatch(operation, 'what was seen is told as a delta of nothing')
  return { value: patched({ ...operation, delta: seen.delta }, value, limits), metadata }
}

function patched(operation: Operation, base: JsonValue, limits: JsonLimits): JsonValue {
  try {
    return patch(base, operation.delta as Delta, limits)
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_DELTA')
      throw mismatch(operation, `the delta does not fit version ${operation.base}`, error)
    throw error
  }
}

function withinLimits(value: JsonValue, limits: JsonLimits): JsonValue {
  checkLimits(value, limits)
  return value
}

function checked(operation: Operation, value: JsonValue, hash: Hash): JsonValue {
  if (operation.hash === undefined || contentHash(value, hash) === operation.hash) return value
  throw mismatch(operation, 'the result has another hash')
}

function mismatch({ opId, key, base }: Operation, why: string, cause?: unknown): SrvraError {
  return new SrvraError(
    'E_BASE_MISMATCH',
    `The operation on '${key}' can not be carried out on version ${base}: ${why}. Send the value whole.`,
    { opId, key, base },
    cause === undefined ? undefined : { cause },
  )
}
