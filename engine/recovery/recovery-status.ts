import type { BaseEntry, Manifest } from './manifest/manifest.ts'
import { restorableRanges } from './manifest/plan-restore.ts'
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

/** What a status is made of. */
export interface RecoveryFacts extends Pick<RecoveryStatus, 'targets' | 'headSeq' | 'key'> {
  /** Of the target that has most. */
  readonly manifest: Manifest | undefined
  /** How many targets are to be up to date. */
  readonly wanted: number
  readonly attempt: RecoveryStatus['lastAttempt'] | undefined
  readonly nextAt: number | undefined
  readonly verification: DrillReport | undefined
  readonly running: RecoveryStatus['running'] | undefined
}

export function describeRecovery(facts: RecoveryFacts): RecoveryStatus {
  const { targets, manifest, wanted, headSeq, key, attempt, nextAt, verification, running } = facts
  const last = manifest?.bases.at(-1)
  const window = manifest && restorableRanges(manifest).at(-1)
  return {
    targets,
    headSeq,
    key,
    streamLagMs: Math.min(...targets.map(({ lagMs }) => lagMs)),
    shippedSeq: Math.max(0, ...targets.map(({ lastSeq = 0 }) => lastSeq)),
    bytes: manifest ? bytesOf(manifest) : 0,
    backups: manifest?.bases.length ?? 0,
    redundant: targets.filter(({ state }) => state === 'ok').length >= wanted,
    ...(last ? { lastBackup: { seq: last.seq, at: last.takenAt, bytes: sizeOf(last), tookMs: last.tookMs } } : {}),
    ...(attempt ? { lastAttempt: attempt } : {}),
    ...(nextAt === undefined ? {} : { nextAt }),
    ...(verification ? { verification } : {}),
    ...(window ? { window } : {}),
    ...(running ? { running } : {}),
  }
}

function sizeOf(base: BaseEntry): number {
  return base.parts.reduce((sum, { bytes }) => sum + bytes, 0)
}

function bytesOf({ bases, segments }: Manifest): number {
  return [...bases.flatMap(({ parts }) => parts), ...segments].reduce((sum, { bytes }) => sum + bytes, 0)
}
