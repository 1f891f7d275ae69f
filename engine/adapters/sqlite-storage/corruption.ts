import { SrvraError } from '../../core/errors.ts'

/** L-8: what is read is not what was written. */
export function corruptValue(key: string): SrvraError {
  const message = `The stored value of '${key}' is not the one that was written: run verify, and restore the store from a backup.`
  return new SrvraError('E_STORE_CORRUPT', message, { key })
}

/** The history of a key does not hang together. */
export function corruptHistory(key: string, seq: number): SrvraError {
  const message = `The history of '${key}' is damaged at change ${seq}: run verify, and restore the store from a backup.`
  return new SrvraError('E_STORE_CORRUPT', message, { key, seq })
}
