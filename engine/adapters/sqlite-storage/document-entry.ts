import type { StoredDocument } from '../../ports/storage.ts'

/** A key's life in numbers: where its history ends and how far back it reaches. */
export interface DocumentLine {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly createdSeq: number
  readonly createdAt: number
  /** The oldest version whose value is still kept. */
  readonly readableFrom: number
}

/** The same with the document itself, parsed, and the bytes of its text. */
export interface DocumentEntry extends DocumentLine {
  readonly size: number
  readonly document: StoredDocument
}
