import { SrvraError } from '../errors.ts'
import { byteLength, isWellFormed } from './byte-length.ts'

const MAX_KEY_BYTES = 512
/** Long enough to recognise a key by, short enough for a log line. */
const SHOWN_UNITS = 80

/**
 * Checks a document key: a path of segments joined by `/`, 1 to 512 bytes of UTF-8. Keys are compared as they are, so
 * two spellings of one character stay two keys. Throws E_KEY with `reason` and the shown part of the key in details.
 */
export function admitKey(key: unknown): string {
  if (typeof key !== 'string') throw refuse('', 'not-text', 'must be text')
  if (key === '') throw refuse(key, 'empty', 'must not be empty')
  if (!isWellFormed(key)) throw refuse(key, 'unicode', 'must not hold half of a surrogate pair')
  if (tooLong(key)) throw refuse(key, 'too-long', `must have at most ${MAX_KEY_BYTES} bytes`)
  if (hasControl(key)) throw refuse(key, 'control', 'must not hold control characters')
  if (key.startsWith('/') || key.endsWith('/') || key.includes('//')) {
    throw refuse(key, 'empty-segment', 'must not begin or end with "/" or hold "//"')
  }
  if (key.includes('.') && key.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw refuse(key, 'dot-segment', 'must not have a segment "." or ".."')
  }
  return key
}

function tooLong(key: string): boolean {
  return key.length * 3 > MAX_KEY_BYTES && byteLength(key) > MAX_KEY_BYTES
}

/** C0, DEL and C1. */
function hasControl(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i)
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return true
  }
  return false
}

function refuse(key: string, reason: string, rule: string): SrvraError {
  const shown = key.slice(0, SHOWN_UNITS).toWellFormed()
  return new SrvraError('E_KEY', `A document key ${rule}; ${JSON.stringify(shown)} is none.`, { key: shown, reason })
}
