import type { JsonObject, JsonValue } from '../core/json/index.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../core/log/change.ts'
import type { DocumentRow, HistoryEntry, PrefixNode, SortColumn } from '../ports/storage.ts'

/** A document as the console reads it. */
export interface DocumentView {
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly deleted: boolean
  readonly metadata: DocumentMetadata
  readonly hash: string | undefined
  readonly sizeBytes: number
  readonly actor: string
  readonly createdAt: number
  readonly updatedAt: number
  /** The JSON Schema that applies to the key, if one is registered. */
  readonly schema?: JsonObject
}

/** A value too large for a view (over 2 MB as text) comes as the beginning of its text. */
export interface DocumentPreview {
  readonly key: string
  readonly version: number
  readonly sizeBytes: number
  readonly text: string
}

/** A frozen list of the documents that matched, in order: rows keep their place while the store changes underneath. */
export interface ResultSet {
  readonly id: string
  /** Head of the log when the scan began: `changedSince` of later writes is counted against it. */
  readonly seq: number
  /** Matches so far; final when `complete`. */
  readonly matches: number
  readonly examined: number
  /** Live documents in the store (or at the instant), matched or not: the Y of 'showing X of Y'. */
  readonly total: number
  readonly complete: boolean
}

/** What one accepted write answers. */
export interface WriteReceipt {
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly at: number
}

export interface BatchReceipt {
  readonly writes: readonly WriteReceipt[]
  /** Undo of the whole batch: pass to `documents.undo`. Absent when nothing changed. */
  readonly undo?: { readonly fromSeq: number; readonly toSeq: number }
}

/** One line of a structural comparison, for people: a leaf path and its two values; absent is not null. */
export interface DiffLine {
  /** Member names and array indexes from the root. */
  readonly path: readonly (string | number)[]
  readonly change: 'added' | 'removed' | 'changed' | 'type' | 'moved'
  readonly before?: JsonValue
  readonly after?: JsonValue
}

export interface DiffView {
  readonly lines: readonly DiffLine[]
  /** RFC 6902 operations that lead from before to after. */
  readonly jsonPatch: readonly JsonObject[]
  readonly sizeBytes: number
  /** True when more lines exist than were sent. */
  readonly truncated: boolean
}

/** What a rollback would do to one key. */
export interface RollbackLine {
  readonly key: string
  readonly fromVersion: number
  /** 0: the key did not exist then and would be deleted. */
  readonly toVersion: number
  readonly effect: 'change' | 'delete' | 'recreate'
}

export interface RollbackPreview {
  /** Documents that would change, exactly. */
  readonly count: number
  /** Head at the time of the preview; `documents.rollback` refuses with E_STALE_PREVIEW when the count has changed. */
  readonly seq: number
  readonly lines: readonly RollbackLine[]
}

/** The shape of the log over time: for the slider and the timeline. */
export interface Timeline {
  readonly horizon: { readonly seq: number; readonly at: number }
  readonly head: { readonly seq: number; readonly at: number }
  /** Changes per bucket between horizon and head, equal spans of time. */
  readonly buckets: readonly number[]
}

export interface TaskView {
  readonly id: string
  readonly kind: 'import' | 'export' | 'verify' | 'compact' | 'sample' | 'bulk' | 'rollback'
  readonly title: string
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly done: number
  /** 0 while unknown. */
  readonly total: number
  readonly startedAt: number
  readonly endedAt?: number
  /** One sentence when it ended: what came of it, or why it failed and what to do. */
  readonly outcome?: string
  readonly error?: { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, string | number | boolean | null>> }
}

export type ImportFormat = 'json' | 'ndjson' | 'csv'

export interface ImportPlan {
  readonly file: string
  /** Guessed from name and content when absent. */
  readonly format?: ImportFormat
  /** Key template, `cities/{country}/{cityId}`. */
  readonly keyTemplate: string
}

export interface ImportPreview {
  readonly format: ImportFormat
  readonly sizeBytes: number
  /** Names of the fields seen in the sample, for the template. */
  readonly fields: readonly string[]
  readonly suggestedTemplate: string
  readonly rows: readonly { readonly line: number; readonly key?: string; readonly value?: JsonValue; readonly problem?: string }[]
}

export type ExportFormat = 'json' | 'ndjson' | 'csv'

export interface EngineOverview {
  readonly storeId: string
  readonly file?: string
  readonly openedAt: number
  readonly documents: number
  readonly deletedDocuments: number
  readonly changes: number
  readonly bytes: number
  readonly historyBytes: number
  readonly head: { readonly seq: number; readonly at: number }
  readonly horizon: { readonly seq: number; readonly at: number }
  readonly subscribers: number
  readonly lastVerify?: { readonly at: number; readonly problems: number; readonly changes: number }
  /** Writes per second over the last hour, one number a minute, oldest first. */
  readonly writesPerMinute: readonly number[]
  readonly hottest: readonly { readonly key: string; readonly writes: number }[]
  readonly recent: readonly HistoryEntry[]
}

/** A guarded write: refused with E_VERSION_CONFLICT (details: `current`) when the document has moved past `baseVersion`. */
export interface GuardedWrite {
  readonly key: string
  readonly baseVersion: number
  readonly reason?: string
}

/**
 * Everything an operator can do, as one typed contract that the console, the command line and remote administration
 * share. Each command takes one argument object and answers one value; failures are `SrvraError`s with stable codes.
 */
export interface AdminCommands {
  'engine.overview': (query: Record<string, never>) => EngineOverview
  'engine.timeline': (query: { readonly buckets: number; readonly key?: string }) => Timeline
  'engine.verify': (query: Record<string, never>) => { readonly taskId: string }
  'engine.compact': (plan: { readonly before?: number; readonly keepVersions?: number }) => { readonly taskId: string }
  'engine.load-sample': (query: Record<string, never>) => { readonly taskId: string }

  'results.open': (query: {
    readonly filter: string
    readonly sort: SortColumn
    readonly descending: boolean
    readonly at?: number
  }) => ResultSet
  /** Scans on for at most some milliseconds and tells how far it is; call until `complete`. */
  'results.continue': (query: { readonly id: string }) => ResultSet
  'results.rows': (query: { readonly id: string; readonly from: number; readonly count: number }) => readonly (DocumentRow | null)[]
  'results.close': (query: { readonly id: string }) => null

  'documents.get': (query: { readonly key: string; readonly at?: number; readonly version?: number }) => DocumentView | null
  'documents.text': (query: { readonly key: string; readonly maxBytes: number }) => DocumentPreview | null
  'documents.children': (query: { readonly prefix: string; readonly after?: string; readonly limit: number }) => readonly PrefixNode[]
  'documents.complete-key': (query: { readonly text: string; readonly limit: number }) => readonly DocumentRow[]
  'documents.set': (write: GuardedWrite & { readonly value: JsonValue; readonly metadata?: DocumentMetadata; readonly priority?: Priority }) => WriteReceipt
  'documents.delete': (write: GuardedWrite) => WriteReceipt
  'documents.delete-many': (selection: Selection & { readonly expectedCount: number; readonly reason?: string }) => { readonly taskId: string }
  'documents.tag-many': (
    selection: Selection & { readonly add: readonly string[]; readonly remove: readonly string[]; readonly expectedCount: number },
  ) => { readonly taskId: string }
  /** Reverts the changes of a range of the log by forward changes; keys that moved on since are refused with E_UNDO_MOVED. */
  'documents.undo': (range: { readonly fromSeq: number; readonly toSeq: number }) => BatchReceipt
  /** Checks a value against the limits and the key's schema without writing; no problems: empty. */
  'documents.check': (draft: { readonly key: string; readonly text: string }) => readonly { readonly path: string; readonly code: string; readonly message: string }[]
  'documents.diff': (query: { readonly before: JsonValue | undefined; readonly after: JsonValue | undefined }) => DiffView

  'history.list': (query: { readonly key: string; readonly before?: number; readonly limit: number }) => readonly HistoryEntry[]
  'history.diff': (query: { readonly key: string; readonly from: number; readonly to: number }) => DiffView
  'history.preview-rollback': (query: RollbackTarget & { readonly limit: number }) => RollbackPreview
  'history.rollback': (query: RollbackTarget & { readonly expectedCount: number; readonly reason?: string }) => { readonly taskId: string }

  'transfer.preview-import': (plan: Partial<ImportPlan> & { readonly file: string }) => ImportPreview
  'transfer.import': (plan: ImportPlan & { readonly dryRun: boolean }) => { readonly taskId: string }
  'transfer.export': (plan: {
    readonly file: string
    readonly format: ExportFormat
    readonly filter: string
    readonly at?: number
    readonly metadata: boolean
  }) => { readonly taskId: string }

  'tasks.list': (query: Record<string, never>) => readonly TaskView[]
  'tasks.cancel': (query: { readonly id: string }) => null
}

/** Documents by name, or everything that a result set holds. */
export type Selection = { readonly keys: readonly string[] } | { readonly resultSet: string }

/** One key to a version, or all keys of a pattern to an instant. */
export type RollbackTarget =
  | { readonly key: string; readonly version: number }
  | { readonly pattern: string; readonly at: number }

/** What changed, in few words: enough for a list to refresh itself. */
export interface ChangeNotice {
  readonly seq: number
  readonly key: string
  readonly version: number
  readonly kind: ChangeKind
  readonly deleted: boolean
  readonly at: number
  readonly actor: string
}

/** What the engine tells on its own, at most once a frame; a burst beyond the cap says how many more there were. */
export interface AdminEvents {
  changes: { readonly head: number; readonly notices: readonly ChangeNotice[]; readonly omitted: number }
  tasks: readonly TaskView[]
}

export type AdminCommandName = keyof AdminCommands
export type AdminArgs<Name extends AdminCommandName> = Parameters<AdminCommands[Name]>[0]
export type AdminResult<Name extends AdminCommandName> = ReturnType<AdminCommands[Name]>

/** The implementation of the contract: a missing or wrong handler does not compile. */
export type AdminApi = {
  readonly [Name in AdminCommandName]: (args: AdminArgs<Name>) => AdminResult<Name> | Promise<AdminResult<Name>>
}
