import type {
  BackupChoice,
  BackupSettings,
  BackupStatus,
  BaseBackup,
  DiffView,
  DrillReport,
  KeptStore,
  RestoreInto,
  RestorePoint,
  RestorePreview,
  RestoreReport,
  RestoreRow,
  RestoreTimeline,
} from '../commands.ts'

/** What a long act tells and hears while it runs. */
export interface BackupHooks {
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** What a restore would do, for as long as somebody looks at it. */
export interface PreparedRestore {
  readonly preview: RestorePreview
  rows(from: number, count: number): Promise<readonly RestoreRow[]>
  diff(key: string): Promise<DiffView>
  /** Lets go of what it needed. */
  close(): Promise<void>
}

/** What an administration needs of backups; the commands of the same names say what each promises. */
export interface BackupControl {
  status(): BackupStatus
  /** Told at most once a second. */
  onStatus(listener: (status: BackupStatus) => void): () => void
  list(page: { readonly before?: number; readonly limit: number }): Promise<readonly BaseBackup[]>
  sizes(): Promise<readonly { readonly at: number; readonly bytes: number }[]>
  settings(): BackupSettings
  configure(choice: BackupChoice): Promise<BackupSettings>
  backUp(hooks: BackupHooks): Promise<{ readonly seq: number; readonly bytes: number }>
  /** A drill that found something wrong is a report, not an error. */
  verify(hooks: BackupHooks): Promise<DrillReport>
  timeline(span: { readonly fromAt: number; readonly toAt: number; readonly limit: number }): Promise<RestoreTimeline>
  prepareRestore(at: RestorePoint, hooks: BackupHooks): Promise<PreparedRestore>
  restore(
    plan: {
      readonly taskId: string
      readonly at: RestorePoint
      readonly into: RestoreInto
      readonly changed: number
      readonly actor: string
    },
    hooks: BackupHooks,
  ): Promise<RestoreReport>
  kept(): Promise<readonly KeptStore[]>
  letGo(id: string, seq: number): Promise<void>
  /** Writes the key for the owner alone (0600). Answers its id. */
  exportKey(file: string): Promise<string>
}
