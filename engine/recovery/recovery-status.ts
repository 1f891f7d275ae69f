import type { RestorableRange } from './manifest/plan-restore.ts'
import type { TargetStatus } from './target-keeper.ts'
import type { DrillReport } from './verify-backup.ts'

/** What is going on, or went on, in disaster recovery. Instants in milliseconds since 1970. */
export interface RecoveryStatus {
  readonly targets: readonly TargetStatus[]
  /** The newest copy of the whole store that any target has. */
  readonly lastBackup?: { readonly seq: number; readonly at: number; readonly bytes: number; readonly tookMs: number }
  /** The last attempt at one, when it failed. */
  readonly lastAttempt?: { readonly at: number; readonly error: { readonly code: string; readonly message: string } }
  readonly nextAt?: number
  /** For how long the best target has not had everything. */
  readonly streamLagMs: number
  /** What the best target has, and what the store has. */
  readonly shippedSeq: number
  readonly headSeq: number
  readonly key: { readonly id: string; readonly keptBeside: boolean }
  readonly verification?: DrillReport
  /** Of the target that has most. */
  readonly bytes: number
  readonly backups: number
  /** The newest stretch that can be restored. */
  readonly window?: RestorableRange
  /** Whether as many targets as were asked for are up to date: two with `geoRedundancy`, else one. */
  readonly redundant: boolean
  readonly running?: 'backup' | 'verification'
}
