import { sizeBytes } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { WireDocument } from '../../core/protocol/frames.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Scope } from '../../core/query/scope.ts'
import { wireDocument } from './wire.ts'

const PART_BYTES = 512 * 1024
const LISTED = 2000
/** So many documents are looked at for one page, however few of them are subscribed. */
const EXAMINED = 20_000

/** The documents of some keys, in parts that fit a frame. What may not be read is as missing as what is not there. */
export function wireDocuments(
  storage: Storage,
  scope: Scope,
  keys: readonly string[],
  hash: Hash,
): { readonly documents: readonly (readonly WireDocument[])[]; readonly missing: readonly string[] } {
  const documents: WireDocument[][] = []
  const missing: string[] = []
  let bytes = PART_BYTES
  for (const key of new Set(keys)) {
    const stored = scope.matches(key) ? storage.read(key) : undefined
    const document = stored && wireDocument(stored, hash)
    if (!document) {
      missing.push(key)
      continue
    }
    const size = sizeBytes(document.value)
    if (bytes + size > PART_BYTES) {
      documents.push([])
      bytes = 0
    }
    documents.at(-1)?.push(document)
    bytes += size
  }
  return { documents, missing }
}

/** A page of the identities of a scope's documents, in the order of their keys. */
export function listingPage(
  storage: Storage,
  scope: Scope,
  after: string | undefined,
): { readonly documents: readonly (readonly [string, number, string])[]; readonly done: boolean } {
  const documents: (readonly [string, number, string])[] = []
  let from = after
  for (let examined = 0; examined < EXAMINED;) {
    const page = storage.hashes({ prefix: scope.prefix, ...(from === undefined ? {} : { after: from }), limit: LISTED })
    examined += page.length
    for (const { key, version, hash } of page) if (scope.matches(key)) documents.push([key, version, hash])
    from = page.at(-1)?.key
    if (page.length < LISTED) return { documents, done: true }
    if (documents.length >= LISTED) break
  }
  return { documents, done: false }
}
