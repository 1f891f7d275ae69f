import type { Manifest } from '../../recovery/manifest/manifest.ts'
import type { RecoveryStatus } from '../../recovery/recovery-status.ts'
import type { DrillReport as EngineDrill } from '../../recovery/verify-backup.ts'
import type { BackupStatus, DrillReport } from '../commands.ts'

const MOST_PROBLEMS = 20
const MOST_POINTS = 200

/** How backups stand, as a console shows it. */
export function backupStatus(
  status: RecoveryStatus | undefined,
  headSeq: number,
  { keyExported, redundancy }: { readonly keyExported: boolean; readonly redundancy: boolean },
): BackupStatus {
  if (!status) return { ...OFF, headSeq }
  const { targets, verification, key, redundant, ...same } = status
  return {
    ...same,
    enabled: true,
    targets: targets.map(({ name, state, lagMs, lastSeq, lastAt, error }) => ({
      name,
      state,
      lagMs: state === 'unknown' ? null : lagMs,
      lastSeq: lastSeq ?? null,
      lastAt: lastAt ?? null,
      ...(error ? { error } : {}),
    })),
    key: { id: key.id, keptBeside: key.keptBeside && !keyExported },
    redundant: redundancy ? redundant : targets.filter(({ state }) => state === 'ok').length >= 2,
    ...(verification ? { verification: drillReport(verification) } : {}),
  }
}

const OFF: BackupStatus = {
  enabled: false,
  targets: [],
  streamLagMs: 0,
  shippedSeq: 0,
  headSeq: 0,
  key: { id: '', keptBeside: false },
  bytes: 0,
  backups: 0,
  redundant: false,
}

export function drillReport({ at, ok, problems, restored, tookMs }: EngineDrill): DrillReport {
  return { at, ok, problems: problems.slice(0, MOST_PROBLEMS), restoredSeq: restored?.seq ?? 0, tookMs }
}

/** What backups took at the times of the base backups that are still there. */
export function sizePoints({ bases, segments }: Manifest): readonly { readonly at: number; readonly bytes: number }[] {
  const points: { readonly at: number; readonly bytes: number }[] = []
  let bytes = 0
  let next = 0
  for (const base of bases) {
    bytes += base.parts.reduce((sum, part) => sum + part.bytes, 0)
    for (; (segments[next]?.to ?? Number.POSITIVE_INFINITY) <= base.seq; next++) bytes += segments[next]?.bytes ?? 0
    points.push({ at: base.takenAt, bytes })
  }
  return points.slice(-MOST_POINTS)
}
