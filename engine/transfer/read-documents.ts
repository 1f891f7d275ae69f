import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DocumentFilter } from '../core/query/index.ts'
import type { Storage, StoredDocument } from '../ports/storage.ts'
import { refuseCancelled } from './slices.ts'

/** How many documents are looked at before others have their turn. */
const EXAMINE = 256

export interface DocumentSelection {
  readonly filter: DocumentFilter
  readonly keys?: Iterable<readonly string[]>
  /** The state to read: later changes are not seen. */
  readonly seq: number
}

/** Live documents with their values, in pages; by key, or in the order of the names given. `examined` counts for progress. */
export interface DocumentPage {
  readonly documents: readonly StoredDocument[]
  readonly examined: number
}

/** One state of the store, page by page, while others write. Throws E_CANCELLED, E_COMPACTED, E_STORE_CORRUPT. // T-21 */
export async function* readDocuments(
  storage: Storage,
  selection: DocumentSelection,
  signal: AbortSignal | undefined,
): AsyncGenerator<DocumentPage> {
  for (const { keys, examined } of keyPages(storage, selection)) {
    const documents: StoredDocument[] = []
    for (const key of keys) {
      const document = storage.readAt(key, selection.seq)
      if (document?.value !== undefined) documents.push(document)
    }
    yield { documents, examined }
    await nextTurn()
    refuseCancelled(signal)
  }
}

function* keyPages(
  storage: Storage,
  { filter, keys, seq }: DocumentSelection,
): Generator<{ keys: readonly string[]; examined: number }> {
  if (keys !== undefined) {
    for (const page of keys) yield { keys: page, examined: page.length }
    return
  }
  let cursor: string | undefined
  do {
    const slice = storage.scan(
      { filter, sort: 'key', atSeq: seq },
      { examine: EXAMINE, ...(cursor === undefined ? {} : { cursor }) },
    )
    const rows = storage.rows(slice.ids, seq)
    yield { keys: rows.flatMap((row) => (row === undefined ? [] : [row.key])), examined: slice.examined }
    cursor = slice.cursor
  } while (cursor !== undefined)
}
