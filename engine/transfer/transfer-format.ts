/** A file's form: one JSON array, one JSON document a line, or comma-separated values with a header. */
export type TransferFormat = 'json' | 'ndjson' | 'csv'

/** How far a transfer is. `done` and `total` are bytes of the file over all passes of an import, documents of an export. */
export interface TransferProgress {
  readonly phase: 'learning' | 'checking' | 'writing' | 'comparing' | 'collecting'
  readonly done: number
  readonly total: number
  /** Rows so far in this phase. */
  readonly rows: number
}

export interface TransferHooks {
  /** Cancels between two slices of work; nothing half-done stays. */
  readonly signal?: AbortSignal
  /** Called once for each slice of work. */
  readonly onProgress?: (progress: TransferProgress) => void
}
