import { SrvraError } from '../errors.ts'
import { contentHash, type Hash, type JsonLimits, type JsonValue } from '../json/index.ts'
import { badDelta, type Delta } from './delta.ts'
import { parseDelta } from './parse-delta.ts'
import { patch } from './patch.ts'

/** A delta that says which value it was made for, and perhaps which it leads to. Plain JSON, for storage and the wire. */
export interface SealedDelta {
  /** Content hash of the base. */
  readonly base: string
  readonly delta: Delta
  /** Content hash of the result. */
  readonly next?: string
}

/** Seals a delta with the hash of its base and, where the result is given, of that. */
export function seal(base: JsonValue, delta: Delta, hash: Hash, next?: JsonValue): SealedDelta {
  const sealed = { base: contentHash(base, hash), delta }
  return Object.freeze(next === undefined ? sealed : { ...sealed, next: contentHash(next, hash) })
}

/** Checks a sealed delta from outside completely. Throws E_DELTA and whatever admitJson throws. */
export function parseSealed(value: unknown, limits?: JsonLimits): SealedDelta {
  if (value === null || typeof value !== 'object') throw badDelta('is not sealed', [])
  const { base, delta, next, ...others }: Record<string, unknown> = { ...value }
  if (typeof base !== 'string' || Object.keys(others).length > 0) throw badDelta('is not sealed', [])
  if (next !== undefined && typeof next !== 'string') throw badDelta('is sealed with a malformed hash', [])
  const sealed = { base, delta: parseDelta(delta, limits) }
  return Object.freeze(next === undefined ? sealed : { ...sealed, next })
}

/**
 * Patches the one value that the delta was made for. Any other is refused with E_BASE_MISMATCH, another result than the
 * sealed one with E_RESULT_MISMATCH; whoever gets either fetches the document whole. Throws what patch throws.
 */
export function applySealed(base: JsonValue, sealed: SealedDelta, hash: Hash, limits?: JsonLimits): JsonValue {
  const actual = contentHash(base, hash)
  if (actual !== sealed.base) throw mismatch('E_BASE_MISMATCH', 'was made for another value', sealed.base, actual)
  const next = patch(base, sealed.delta, limits)
  const result = sealed.next === undefined ? undefined : contentHash(next, hash)
  if (result !== sealed.next)
    throw mismatch('E_RESULT_MISMATCH', 'leads to another value than it says', sealed.next ?? '', result ?? '')
  return next
}

function mismatch(code: string, why: string, expected: string, actual: string): SrvraError {
  return new SrvraError(code, `The delta ${why}; fetch the document whole.`, { expected, actual })
}
