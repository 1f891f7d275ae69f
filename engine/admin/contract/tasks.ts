import type { JsonValue } from '../../core/json/index.ts'
import type { Selection, UndoToken } from './documents.ts'

export type TaskKind = 'import' | 'export' | 'verify' | 'compact' | 'sample' | 'bulk' | 'rollback' | 'undo' | BackupTaskKind

/** A base backup, a drill, a look at what a restore would do, a restore. */
export type BackupTaskKind = 'backup' | 'drill' | 'restore-preview' | 'restore'

export interface TaskView {
  readonly id: string
  readonly kind: TaskKind
  readonly title: string
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly done: number
  /** 0 while unknown. */
  readonly total: number
  readonly startedAt: number
  readonly endedAt?: number
  /** One sentence when it ended: what came of it, or why it failed and what to do. */
  readonly outcome?: string
  readonly error?: TaskError
  /** Set when the task wrote something that can be taken back. */
  readonly undo?: UndoToken
  /** What the work found: bad rows of a dry run, faults of a verification. At most 100. */
  readonly problems?: readonly TaskProblem[]
}

export interface TaskError {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

export interface TaskProblem {
  readonly code: string
  readonly message: string
  readonly key?: string
  readonly line?: number
}

/** What a command answers that starts a task: follow it by the `tasks` event. */
export interface TaskStarted {
  readonly taskId: string
}

export type ImportFormat = 'json' | 'ndjson' | 'csv'

export interface ImportPlan {
  readonly file: string
  /** Guessed from name and content when absent. */
  readonly format?: ImportFormat
  /** Key template, `cities/{country}/{cityId}`. Absent: the file is an export with metadata, whose rows know their keys. */
  readonly keyTemplate?: string
}

export interface ImportPreview {
  readonly format: ImportFormat
  readonly sizeBytes: number
  /** Names of the fields seen in the sample, for the template. */
  readonly fields: readonly string[]
  /** Empty when no field looks like an identity, and for a file whose rows know their keys. */
  readonly suggestedTemplate: string
  /** The rows are an export with metadata: they need no template. */
  readonly envelopes: boolean
  readonly rows: readonly ImportPreviewRow[]
}

export interface ImportPreviewRow {
  readonly line: number
  readonly key?: string
  readonly value?: JsonValue
  readonly problem?: string
}

export type ExportFormat = 'json' | 'ndjson' | 'csv'

export interface ExportPlan {
  readonly file: string
  readonly format: ExportFormat
  readonly filter: string
  /** When given, these documents, and the filter is but a remark. */
  readonly selection?: Selection
  readonly at?: number
  /** Whether each document comes with key, version, author and times around its value. */
  readonly metadata: boolean
}
