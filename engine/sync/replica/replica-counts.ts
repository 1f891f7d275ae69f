import type { Priority } from '../../core/log/change.ts'
import type { DeadlineCounts } from '../../core/protocol/frames.ts'
import { LANES } from '../../core/session/lanes.ts'

/** Counts of a replica, as they rise. */
export class ReplicaCounts {
  readonly operations = { sent: 0, committed: 0, merged: 0, conflicts: 0, rejected: 0, retries: 0 }
  readonly bytes = { sent: 0, received: 0, savedByDeltas: 0, savedByCompression: 0 }
  readonly deadlines = {
    critical: { met: 0, missed: 0 },
    high: { met: 0, missed: 0 },
    normal: { met: 0, missed: 0 },
    low: { met: 0, missed: 0 },
  }
  /** Of hubs that were restored: documents that were let go, and what became of own writes that were brought back. */
  readonly restored = { documents: 0, conflicts: 0, settled: 0, rejected: 0 }
  changes = 0
  connections = 0
}

/** A copy of the counts as they are now. */
export function deadlineCounts({ deadlines }: ReplicaCounts): Readonly<Record<Priority, DeadlineCounts>> {
  return Object.fromEntries(LANES.map((lane) => [lane, { ...deadlines[lane] }])) as Record<Priority, DeadlineCounts>
}
