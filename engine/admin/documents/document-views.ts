import { canonicalText } from '../../core/json/index.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { DocumentPreview, DocumentView } from '../commands.ts'
import { seqAtInstant } from '../seq-at-instant.ts'

/** What `documents.get` looks for. */
interface DocumentQuery {
  readonly key: string
  readonly at?: number
  readonly version?: number
}

export function readDocument(storage: DocumentReads, { key, at, version }: DocumentQuery): StoredDocument | undefined {
  if (version !== undefined) return storage.readVersion(key, version)
  return at === undefined ? storage.read(key) : storage.readAt(key, seqAtInstant(storage, at))
}

export function viewDocument(storage: DocumentReads, state: SrvraStateManager, document: StoredDocument): DocumentView {
  const [entry] = storage.history(document.key, { before: document.version + 1, limit: 1 })
  const schema = state.schemaFor(document.key)
  return {
    ...document,
    deleted: document.value === undefined,
    hash: entry?.hash,
    sizeBytes: entry?.sizeBytes ?? 0,
    ...(schema === undefined ? {} : { schema }),
  }
}

/** The beginning of a document's text, laid out for reading. */
export function previewDocument(document: StoredDocument, maxBytes: number): DocumentPreview {
  const { key, version, value } = document
  if (value === undefined) return { key, version, sizeBytes: 0, text: '' }
  const bytes = Buffer.from(JSON.stringify(value, null, 2))
  return { key, version, sizeBytes: Buffer.byteLength(canonicalText(value)), text: wholeCharacters(bytes.subarray(0, maxBytes)) }
}

/** Text that was cut between the bytes of a character loses that character. */
function wholeCharacters(bytes: Buffer): string {
  return new TextDecoder().decode(bytes, { stream: true })
}
