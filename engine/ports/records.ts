import type { JsonValue } from '../core/json/index.ts'

/**
 * What a feature keeps beside the log: JSON under a collection and an id. A write with `value: undefined` takes the
 * record away. Collections and ids are texts of 1 to 512 bytes without control characters.
 */
export interface RecordWrite {
  readonly collection: string
  readonly id: string
  readonly value: JsonValue | undefined
}

/** A record as it stands. */
export interface StoredRecord {
  readonly id: string
  readonly value: JsonValue
}

/** A write of a record as the journal keeps it: after which change of the log it was made, and in which order. */
export interface JournalEntry {
  /** Rises along the journal. */
  readonly n: number
  readonly seq: number
  readonly write: RecordWrite
}

/** Writes of records in the order in which they were made, for those who copy a store as it changes. */
export interface RecordJournal {
  /** Begins or ends keeping them, for this and every later opening of the store. Ending it forgets them all. */
  keep(on: boolean): void
  /** The number of the newest entry that ever was; 0 when there was none. */
  last(): number
  /** Ascending, from the one after `after`. */
  page(page: { readonly after: number; readonly limit: number }): readonly JournalEntry[]
  /** Lets entries up to one go. */
  forget(through: number): void
}
