import { SrvraError } from '../core/errors.ts'
import type { Storage, StoredDocument } from '../ports/storage.ts'
import type { Instant, Moment } from './write-options.ts'

/** The position in the log that an instant stands for: everything up to it had happened. */
export function seqOf(storage: Storage, instant: Instant): number {
  if (instant instanceof Date) return seqAtTime(storage, instant.getTime())
  if ('seq' in instant) return checkSeq(storage, instant.seq)
  return seqAtTime(storage, instant.at instanceof Date ? instant.at.getTime() : instant.at)
}

/** What a key was at a moment; undefined when it had not been yet, or has no such version. Throws E_COMPACTED, E_MOMENT. */
export function readMoment(storage: Storage, key: string, moment: Moment): StoredDocument | undefined {
  const version = versionOf(moment)
  if (version !== undefined) return storage.readVersion(key, version)
  return storage.readAt(key, seqOf(storage, moment as Instant))
}

/** The version that a moment names outright; undefined when it names a time. Throws E_MOMENT. */
function versionOf(moment: Moment): number | undefined {
  const version = typeof moment === 'number' ? moment : 'version' in moment ? moment.version : undefined
  if (version === undefined) return undefined
  if (!Number.isSafeInteger(version) || version < 0 || version > MAX_VERSION) {
    throw badMoment('A version is a whole number from 0; a time is a Date or { at: milliseconds }.')
  }
  return version
}

/** No key has so many versions, but milliseconds since 1970 are always more: taken for a version they would mislead. */
const MAX_VERSION = 1e10

function seqAtTime(storage: Storage, at: number): number {
  if (!Number.isFinite(at)) throw badMoment('A time is a valid Date or { at: milliseconds since 1970 }.')
  return storage.seqAt(at)
}

function checkSeq(storage: Storage, seq: number): number {
  const head = storage.head().seq
  if (Number.isSafeInteger(seq) && seq >= 0 && seq <= head) return seq
  throw badMoment(`A position in the log is a whole number from 0 to ${head}.`)
}

function badMoment(rule: string): SrvraError {
  return new SrvraError('E_MOMENT', rule, {})
}
