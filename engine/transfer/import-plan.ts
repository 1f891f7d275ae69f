import type { TransferFormat } from './transfer-format.ts'

/** What to import, and how. */
export interface ImportOptions {
  readonly file: string
  /** Told from content and name when absent. */
  readonly format?: TransferFormat
  /** Such as `cities/{country}/{cityId}`. Absent: the file is an export with metadata, whose rows know their keys. */
  readonly keyTemplate?: string
  /** Reads, checks and compares everything, and writes nothing. */
  readonly dryRun?: boolean
  /** What a key that the file has twice means. Default 'refuse'. */
  readonly onDuplicate?: 'refuse' | 'last'
  /** Takes every bare CSV cell as text. */
  readonly csvText?: boolean
  readonly actor?: string
  readonly reason?: string
  /** Marks the changes, `import:<id>`. */
  readonly cause?: string
}
