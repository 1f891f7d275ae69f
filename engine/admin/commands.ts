import type { JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata, Priority } from '../core/log/change.ts'
import type { DocumentRow, HistoryEntry, SortColumn } from '../ports/storage.ts'
import type {
  DiffView,
  DocumentPreview,
  DocumentView,
  DraftProblem,
  GuardedWrite,
  ResultRow,
  ResultSet,
  Selection,
  TreeNode,
  UndoReceipt,
  UndoToken,
  WriteReceipt,
} from './contract/documents.ts'
import type { AccessCommands } from './contract/access.ts'
import type { AuditCommands, AuditEvents } from './contract/audit.ts'
import type { BackupCommands, BackupEvents } from './contract/backups.ts'
import type { ConflictCommands, ConflictEvents } from './contract/conflicts.ts'
import type { DemoCommands, DemoEvents } from './contract/demo.ts'
import type { ChangeEvents, EngineOverview } from './contract/engine.ts'
import type { RollbackPreview, RollbackTarget, Timeline } from './contract/history.ts'
import type { HubCommands, HubEvents } from './contract/hub.ts'
import type { LogCommands, LogEvents } from './contract/logs.ts'
import type { MonitoringCommands, MonitoringEvents } from './contract/monitoring.ts'
import type { PeopleCommands } from './contract/people.ts'
import type { RuleCommands } from './contract/rules.ts'
import type { SupportCommands, SupportEvents } from './contract/support.ts'
import type { ExportPlan, ImportPlan, ImportPreview, TaskStarted, TaskView } from './contract/tasks.ts'

export type * from './contract/access.ts'
export type * from './contract/audit.ts'
export type * from './contract/backups.ts'
export type * from './contract/conflicts.ts'
export type * from './contract/demo.ts'
export type * from './contract/documents.ts'
export type * from './contract/engine.ts'
export type * from './contract/history.ts'
export type * from './contract/hub.ts'
export type * from './contract/logs.ts'
export type * from './contract/monitoring.ts'
export type * from './contract/people.ts'
export type * from './contract/rules.ts'
export type * from './contract/support.ts'
export type * from './contract/tasks.ts'

type Nothing = Record<string, never>

export interface EngineCommands {
  'engine.overview': (query: Nothing) => EngineOverview
  /** `from` and `to` (milliseconds since 1970) narrow the span that the buckets cover. */
  'engine.timeline': (query: {
    readonly buckets: number
    readonly key?: string
    readonly from?: number
    readonly to?: number
  }) => Timeline
  'engine.verify': (query: Nothing) => TaskStarted
  'engine.compact': (plan: { readonly before?: number; readonly keepVersions?: number }) => TaskStarted
  'engine.load-sample': (query: Nothing) => TaskStarted
}

export interface ResultCommands {
  /** Throws E_FILTER (details: `position`, `expected`) when the filter does not parse, E_COMPACTED when `at` lies below the horizon. */
  'results.open': (query: {
    readonly filter: string
    readonly sort: SortColumn
    readonly descending: boolean
    readonly at?: number
  }) => ResultSet
  /** Scans on for at most some milliseconds and tells how far it is; call until `complete`. */
  'results.continue': (query: { readonly id: string }) => ResultSet
  /** Null where a row is not known yet: a set in another order than that of keys has rows once it is complete. */
  'results.rows': (query: { readonly id: string; readonly from: number; readonly count: number }) => readonly (ResultRow | null)[]
  'results.close': (query: { readonly id: string }) => null
}

export interface DocumentCommands {
  /** Null when the key never was. `at` and `version` look back, and exclude each other. */
  'documents.get': (query: { readonly key: string; readonly at?: number; readonly version?: number }) => DocumentView | null
  'documents.text': (query: { readonly key: string; readonly maxBytes: number }) => DocumentPreview | null
  'documents.children': (query: {
    readonly prefix: string
    readonly after?: string
    readonly limit: number
    readonly at?: number
  }) => readonly TreeNode[]
  /** Keys that begin with the text, then keys that contain it, as far as a short search goes. */
  'documents.complete-key': (query: { readonly text: string; readonly limit: number }) => readonly DocumentRow[]
  /**
   * `text` is the JSON as it was typed: parsed here, once, so that a duplicate key or a number that does not fit is
   * refused and never mended in silence. Absent: the value stays, and `metadata` (whole, not a patch) is what changes.
   */
  'documents.set': (
    write: GuardedWrite & { readonly text?: string; readonly metadata?: DocumentMetadata; readonly priority?: Priority },
  ) => WriteReceipt
  'documents.delete': (write: GuardedWrite) => WriteReceipt
  /** Counts again before it writes, and refuses with E_STALE_PREVIEW when the count is another one. */
  'documents.delete-many': (selection: Selection & { readonly expectedCount: number; readonly reason?: string }) => TaskStarted
  'documents.tag-many': (
    selection: Selection & { readonly add: readonly string[]; readonly remove: readonly string[]; readonly expectedCount: number },
  ) => TaskStarted
  /** Reverts the changes of one act by forward changes. Refused whole with E_UNDO_MOVED when a key has moved on since. */
  'documents.undo': (token: UndoToken) => UndoReceipt
  /** Checks a draft against the limits and the key's schema without writing; no problems: empty. */
  'documents.check': (draft: { readonly key: string; readonly text: string }) => readonly DraftProblem[]
  'documents.diff': (query: { readonly before: JsonValue | undefined; readonly after: JsonValue | undefined }) => DiffView
}

export interface HistoryCommands {
  /** The log itself, newest first; `before` is a seq, exclusive. */
  'history.recent': (query: { readonly before?: number; readonly limit: number }) => readonly HistoryEntry[]
  /** The versions of one key, newest first; `before` is a version, exclusive. */
  'history.list': (query: { readonly key: string; readonly before?: number; readonly limit: number }) => readonly HistoryEntry[]
  /** Version 0 is 'not there yet'. Throws E_COMPACTED for a version whose value was let go. */
  'history.diff': (query: { readonly key: string; readonly from: number; readonly to: number }) => DiffView
  'history.preview-rollback': (query: RollbackTarget & { readonly limit: number }) => RollbackPreview
  'history.rollback': (query: RollbackTarget & { readonly expectedCount: number; readonly reason?: string }) => TaskStarted
}

export interface TransferCommands {
  'transfer.preview-import': (plan: Partial<ImportPlan> & { readonly file: string }) => ImportPreview
  'transfer.import': (plan: ImportPlan & { readonly dryRun: boolean }) => TaskStarted
  'transfer.export': (plan: ExportPlan) => TaskStarted
}

export interface TaskCommands {
  'tasks.list': (query: Nothing) => readonly TaskView[]
  'tasks.cancel': (query: { readonly id: string }) => null
}

/**
 * Everything an operator can do, as one typed contract that the console, the command line and remote administration
 * share. Each command takes one argument object and answers one value; failures are `SrvraError`s with stable codes.
 */
export interface AdminCommands
  extends
    EngineCommands,
    ResultCommands,
    DocumentCommands,
    HistoryCommands,
    TransferCommands,
    TaskCommands,
    HubCommands,
    ConflictCommands,
    RuleCommands,
    MonitoringCommands,
    DemoCommands,
    SupportCommands,
    LogCommands,
    BackupCommands,
    AuditCommands,
    AccessCommands,
    PeopleCommands {}

/** What the engine tells on its own. */
export interface AdminEvents
  extends
    ChangeEvents,
    HubEvents,
    ConflictEvents,
    MonitoringEvents,
    DemoEvents,
    SupportEvents,
    LogEvents,
    BackupEvents,
    AuditEvents {}

export type AdminCommandName = keyof AdminCommands
export type AdminArgs<Name extends AdminCommandName> = Parameters<AdminCommands[Name]>[0]
export type AdminResult<Name extends AdminCommandName> = ReturnType<AdminCommands[Name]>
