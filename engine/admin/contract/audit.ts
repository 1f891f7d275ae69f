import type { AuditOutcome, LinkedEntry } from '../../security/audit/audit-entry.ts'
import type { AuditStatus } from '../../security/audit/audit.ts'
import type { AuditFormat } from '../../security/audit/export-entries.ts'
import type { AuditPage } from '../../security/audit/read-entries.ts'
import type { AuditReport } from '../../security/audit/verify-trail.ts'
import type { TaskStarted } from './tasks.ts'

export type { AuditedChanges, AuditOutcome, LinkedEntry as AuditEntryView } from '../../security/audit/audit-entry.ts'
export type { AuditStatus } from '../../security/audit/audit.ts'
export type { AuditFormat } from '../../security/audit/export-entries.ts'
export type { AuditPage } from '../../security/audit/read-entries.ts'
export type { AuditReport } from '../../security/audit/verify-trail.ts'
export type { AuditProblem } from '../../security/audit/problems.ts'

/** Which entries are wanted; everything absent: all. See AuditFilter. */
export interface AuditSearch {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly outcome?: AuditOutcome
  readonly from?: number
  readonly to?: number
}

/** How the audit of a store is kept. */
export interface AuditSettings {
  readonly enabled: boolean
  /** Such as `90days`; absent: for ever. */
  readonly retention?: string
  /** A folder where signed heads are kept, too. */
  readonly headsTo?: string
}

/** What the last verification found, and when it was made. */
export interface AuditVerification {
  readonly at: number
  readonly report: AuditReport
}

export interface AuditOverview {
  readonly settings: AuditSettings
  /** Null while nobody audits. */
  readonly status: AuditStatus | null
  /** Null when none was made since the engine was opened. */
  readonly lastVerification: AuditVerification | null
}

export interface AuditCommands {
  'audit.overview': (query: Record<string, never>) => AuditOverview
  /** One bounded step back; call again with `next` until it is undefined. Throws E_AUDIT_OFF. */
  'audit.list': (query: { readonly filter: AuditSearch; readonly before?: number; readonly limit: number }) => AuditPage
  /** One entry; null when there is none of that number any more. Throws E_AUDIT_OFF. */
  'audit.entry': (query: { readonly n: number }) => LinkedEntry | null
  /** Goes over the whole trail. Throws E_AUDIT_OFF. */
  'audit.verify': (query: Record<string, never>) => TaskStarted
  /** Throws E_AUDIT_OFF. */
  'audit.export': (query: { readonly filter: AuditSearch; readonly format: AuditFormat; readonly file: string }) => TaskStarted
  /** Switches the audit on or off, or has it kept otherwise. Throws E_DURATION. */
  'audit.configure': (settings: AuditSettings) => AuditOverview
}

export interface AuditEvents {
  /** The number of the newest entry, at most twice a second. */
  audit: number
}
