import type { Hash } from '../../core/json/index.ts'
import type { WireDocument } from '../../core/protocol/frames.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Scope } from '../../core/query/scope.ts'
import { wireDocument } from './wire.ts'

/** What a snapshot shows, and how far it has come. */
export interface SnapshotCourse {
  /** Changes follow from here when it is done. */
  readonly at: number
  readonly scope: Scope
  /** The reader has the documents of this one. */
  readonly except: Scope
  /** The last key that was sent; undefined at the beginning. */
  readonly after: string | undefined
}

export interface SnapshotPage {
  readonly documents: readonly WireDocument[]
  /** The last key that was looked at; undefined when this is the last page. */
  readonly upTo: string | undefined
}

const EXAMINED = 1000
const PAGE_DOCUMENTS = 500
const PAGE_BYTES = 256 * 1024

/**
 * The next page in the order of the keys (P-46). Documents are sent as they are now, which may be later than `at`: the
 * changes that follow then bring nothing new of them.
 */
export function snapshotPage(storage: Storage, course: SnapshotCourse, hash: Hash): SnapshotPage {
  const { scope, except, after } = course
  const rows = storage.list({ prefix: scope.prefix, ...(after === undefined ? {} : { after }), limit: EXAMINED })
  const documents: WireDocument[] = []
  let bytes = 0
  for (const { key, sizeBytes } of rows) {
    if (documents.length >= PAGE_DOCUMENTS || (documents.length > 0 && bytes + sizeBytes > PAGE_BYTES)) {
      return { documents, upTo: documents.at(-1)?.key }
    }
    if (!scope.matches(key) || except.matches(key)) continue
    const stored = storage.read(key)
    const document = stored && wireDocument(stored, hash)
    if (!document) continue
    documents.push(document)
    bytes += sizeBytes
  }
  return { documents, upTo: rows.length < EXAMINED ? undefined : rows.at(-1)?.key }
}
