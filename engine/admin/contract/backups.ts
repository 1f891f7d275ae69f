import type { FolderTargetOptions, S3Credentials, S3TargetOptions } from '../../ports/target-options.ts'
import type { DiffView } from './documents.ts'
import type { TaskStarted } from './tasks.ts'

/** `unknown`: nothing was sent there yet since the engine was opened. */
export type TargetState = 'ok' | 'lagging' | 'failing' | 'unknown'

/** A fault as a status tells it. */
export interface BackupFault {
  readonly code: string
  readonly message: string
}

/** How one target stands. */
export interface TargetStatus {
  /** `folder /mnt/backups`, `s3 bucket/prefix`. */
  readonly name: string
  readonly state: TargetState
  /** Age of the oldest change that is not there; 0: everything is. Null while unknown. */
  readonly lagMs: number | null
  /** The last change that is there, and when it got there. */
  readonly lastSeq: number | null
  readonly lastAt: number | null
  readonly error?: BackupFault
}

/** A whole picture of the store, from which the log goes on. */
export interface BaseBackup {
  /** The last change in it. */
  readonly seq: number
  readonly at: number
  readonly bytes: number
  readonly epoch: number
  /** Which chain of backups it belongs to: a restore in place begins another. */
  readonly chain: string
}

/** A restore of the newest backup into a place of its own, compared with the store change by change. */
export interface DrillReport {
  readonly at: number
  readonly ok: boolean
  /** One sentence each; at most 20. */
  readonly problems: readonly string[]
  readonly restoredSeq: number
  readonly tookMs: number
}

/** Everything that can be restored to. */
export interface RestoreWindow {
  readonly fromSeq: number
  readonly fromAt: number
  readonly toSeq: number
  readonly toAt: number
}

export interface BackupStatus {
  readonly enabled: boolean
  readonly targets: readonly TargetStatus[]
  readonly lastBackup?: { readonly seq: number; readonly at: number; readonly bytes: number; readonly tookMs: number }
  /** The last attempt, when it failed. */
  readonly lastAttempt?: { readonly at: number; readonly error: BackupFault }
  readonly nextAt?: number
  /** Age of the oldest change that is in no target. */
  readonly streamLagMs: number
  /** The last change that is in a target, and the last one of the store. */
  readonly shippedSeq: number
  readonly headSeq: number
  /** What backups are sealed with; `keptBeside`: no copy was ever exported, and it lies beside the store. */
  readonly key: { readonly id: string; readonly keptBeside: boolean }
  readonly verification?: DrillReport
  /** Of all base backups and segments of the log, in one target. */
  readonly bytes: number
  readonly backups: number
  readonly window?: RestoreWindow
  /** Whether two targets at least hold everything. */
  readonly redundant: boolean
  readonly running?: 'backup' | 'verification' | 'restore'
  /** Survives the reopening of the store that a restore in place is. */
  readonly lastRestore?: RestoreReport
}

/** A target as settings show it: secrets stay behind. */
export type TargetView =
  | FolderTargetOptions
  | { readonly s3: Omit<S3TargetOptions, 'credentials'> & { readonly credentials?: 'kept' } }

/** A target as it is chosen. `kept`: the credentials that this place has already. */
export type TargetChoice =
  | FolderTargetOptions
  | { readonly s3: Omit<S3TargetOptions, 'credentials'> & { readonly credentials?: S3Credentials | 'kept' } }

export interface BackupPlan<Target> {
  readonly enabled: boolean
  readonly targets: readonly Target[]
  readonly backupIntervalMs: number
  readonly retentionMs: number
  /** Whether two targets at least must hold everything, so that one may be lost. */
  readonly geoRedundancy: boolean
}

export type BackupSettings = BackupPlan<TargetView>
export type BackupChoice = BackupPlan<TargetChoice>

/** After a change of the log, or at an instant: after the last change before it. */
export type RestorePoint = { readonly seq: number } | { readonly at: number }

export type RestoreEventKind = 'bulk' | 'batch' | 'import' | 'rollback' | 'restore' | 'rules'

/** An act in the log that somebody might want to go back before. */
export interface RestoreEvent {
  /** Its first change: one wants to restore to the one before. */
  readonly seq: number
  readonly at: number
  readonly kind: RestoreEventKind
  readonly actor: string
  /** Changes. */
  readonly count: number
  readonly label: string
}

export interface RestoreTimeline {
  readonly fromAt: number
  readonly toAt: number
  /** Changes in equal spans of time. */
  readonly buckets: readonly number[]
  /** Oldest first; the newest ones where there are more than asked for. */
  readonly events: readonly RestoreEvent[]
  readonly truncated: boolean
}

export interface RestoreCounts {
  /** There then and not now. */
  readonly added: number
  readonly changed: number
  /** There now and not then. */
  readonly removed: number
  readonly unchanged: number
}

/** What a restore would do. Nothing was written. */
export interface RestorePreview {
  /** The last change that would be in it, and when that was. */
  readonly seq: number
  readonly at: number
  readonly epochNext: number
  readonly counts: RestoreCounts
  /** Changes after that instant: a restore in place sets them aside with the store that it replaces. */
  readonly changesSetAside: number
  readonly bytesNeeded: number
  readonly bytesFree: number
}

/** What would become of one document. */
export interface RestoreRow {
  readonly key: string
  readonly what: 'added' | 'changed' | 'removed'
  /** The beginning of its value now, and as it would be; null where it is not there. */
  readonly before: string | null
  readonly after: string | null
}

/** `new-file`: a store of its own, at a path that the operator chose. */
export type RestoreInto = { readonly kind: 'new-file'; readonly file: string } | { readonly kind: 'in-place' }

/** What a restore did. */
export interface RestoreReport {
  readonly taskId: string
  readonly endedAt: number
  readonly seq: number
  readonly at: number
  readonly into: RestoreInto
  readonly epoch: number
  readonly counts: RestoreCounts
  readonly changesSetAside: number
  /** The store that was replaced; see `backups.kept`. */
  readonly keptId?: string
}

/** A store that a restore in place has put aside. */
export interface KeptStore {
  readonly id: string
  /** When it was put aside. */
  readonly at: number
  /** Its last change. */
  readonly seq: number
  readonly bytes: number
}

export interface BackupCommands {
  'backups.status': (query: Record<string, never>) => BackupStatus
  /** Base backups, newest first; `before` is a seq, exclusive. */
  'backups.list': (page: { readonly before?: number; readonly limit: number }) => readonly BaseBackup[]
  /** What all backups took, at most 200 points, oldest first. */
  'backups.sizes': (query: Record<string, never>) => readonly { readonly at: number; readonly bytes: number }[]
  'backups.settings': (query: Record<string, never>) => BackupSettings
  /** Opens every target before it takes anything over. Throws E_OPTION, E_BACKUP_TARGET. */
  'backups.configure': (choice: BackupChoice) => BackupSettings
  /** Throws E_BACKUPS_OFF. A task. */
  'backups.backup-now': (query: Record<string, never>) => TaskStarted
  /** A drill, as a task; its report is the status's `verification`. */
  'backups.verify': (query: Record<string, never>) => TaskStarted
  'backups.timeline': (span: { readonly fromAt: number; readonly toAt: number; readonly limit: number }) => RestoreTimeline
  /** Works out, as a task, what a restore would do. Throws E_RANGE (details: the window). */
  'backups.preview': (query: { readonly at: RestorePoint }) => TaskStarted
  /** What such a task found; throws E_PREVIEW_GONE when it is not done or not remembered. The last four are. */
  'backups.previewed': (query: { readonly taskId: string }) => RestorePreview
  /** Documents that would change, in key order. */
  'backups.preview-rows': (query: {
    readonly taskId: string
    readonly from: number
    readonly count: number
  }) => readonly RestoreRow[]
  /** One of them, now and as it would be. */
  'backups.preview-diff': (query: { readonly taskId: string; readonly key: string }) => DiffView
  /**
   * `changed` is the sum of what the preview counted as added, changed and removed: counted again when it runs, and refused
   * with E_STALE_PREVIEW when it is off by more than a tenth, or twenty: apps write meanwhile. A task; its report is the status's `lastRestore`.
   */
  'backups.restore': (plan: {
    readonly at: RestorePoint
    readonly into: RestoreInto
    readonly confirm: { readonly changed: number }
  }) => TaskStarted
  'backups.kept': (query: Record<string, never>) => readonly KeptStore[]
  /** Lets a store go for ever. `seq` is its last change; refused with E_STALE_PREVIEW when that is another one. */
  'backups.let-go': (query: { readonly id: string; readonly confirm: { readonly seq: number } }) => null
  /** Writes the key that backups are sealed with into a file that the operator chose. Whoever has it can read every backup. */
  'backups.export-key': (query: { readonly file: string }) => { readonly file: string; readonly keyId: string }
}

export interface BackupEvents {
  /** At most once a second, while anything about backups moves. */
  backups: BackupStatus
}
