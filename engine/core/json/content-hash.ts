import { admissionOf } from './admission.ts'
import { canonicalText } from './canonical.ts'
import type { JsonValue } from './json-value.ts'

/** Hashes text as UTF-8: SHA-256 in base64url, or a keyed hash where a store is encrypted. */
export type Hash = (text: string) => string

/** The hash of the canonical text; remembered for each admitted container and hash function. */
export function contentHash(value: JsonValue, hash: Hash): string {
  const admission = value === null || typeof value !== 'object' ? undefined : admissionOf(value)
  if (admission === undefined) return hash(canonicalText(value))
  if (admission.hash === undefined || admission.hashedBy !== hash) {
    admission.hash = hash(canonicalText(value))
    admission.hashedBy = hash
  }
  return admission.hash
}

/** For a reader that has just checked the hash of a value's canonical text: contentHash need not make it again. */
export function rememberHash(value: JsonValue, hash: Hash, digest: string): void {
  const admission = value === null || typeof value !== 'object' ? undefined : admissionOf(value)
  if (admission === undefined) return
  admission.hash = digest
  admission.hashedBy = hash
}
