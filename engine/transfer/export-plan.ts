import type { DocumentFilter } from '../core/query/index.ts'
import type { TransferFormat } from './transfer-format.ts'

/** Which documents to export, and how. */
export interface ExportOptions {
  readonly format: TransferFormat
  /** Absent: every live document. */
  readonly filter?: DocumentFilter
  /** Documents by name instead of by filter, in pages. */
  readonly keys?: Iterable<readonly string[]>
  /** As the store was at this instant, milliseconds since 1970. Absent: as it is when the export begins. */
  readonly at?: number
  /** Whether each document comes in an envelope, with key, version, hash, metadata, author and times. */
  readonly metadata?: boolean
}

export interface ExportReport {
  readonly format: TransferFormat
  readonly documents: number
  readonly bytes: number
  /** The state that was exported: the last change in it. */
  readonly seq: number
}
