import type { Change } from '../core/log/change.ts'
import type { RecordWrite } from '../ports/storage.ts'

/** What is put on record about changes: it goes into their commit. */
export interface AuditedCommit {
  readonly records: readonly RecordWrite[]
  /** The changes, and what was put on record, are in the store. */
  committed(): void
}

/**
 * Somebody who puts every change of the log on record, wherever it was made. What it throws refuses the write: nothing
 * happens that is not on record.
 */
export interface ChangeAuditor {
  ofCommit(changes: readonly Change[]): AuditedCommit
  /** The same of an atomic write too large to hold: its first change and its last. */
  ofBulk(first: Change, last: Change): AuditedCommit
}
