import { sizeBytes } from '../../core/json/index.ts'
import type { JsonObject } from '../../core/json/index.ts'
import type { OperationSummary, Report } from '../../core/protocol/frames.ts'
import type { PendingOperation } from '../../core/session/key-state.ts'
import type { PendingKeys } from './pending-keys.ts'
import type { ReplicaParts } from './replica-parts.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'

const SHOWN = 100

/** What an operator is told who looks into this replica. */
export function replicaReport(
  id: number,
  state: string,
  { pending, deadLetters }: ReplicaParts,
  statistics: ReplicaStatistics,
): Report {
  const refused = deadLetters
    .list(SHOWN)
    .map(({ key, operation, code, message }) => ({ ...summaryOf(key, operation), code, message }))
  return {
    type: 'report',
    id,
    state,
    pending: pendingOperations(pending, SHOWN),
    deadLetters: refused,
    counts: { pending: pending.counts(), deadLetters: deadLetters.size },
    statistics: statistics as unknown as JsonObject,
  }
}

/** Operations that the hub has not answered, at most so many. */
export function pendingOperations(pending: PendingKeys, limit: number): readonly OperationSummary[] {
  const waiting: OperationSummary[] = []
  for (const key of pending.keys()) {
    if (waiting.length >= limit) break
    for (const operation of pending.state(key)?.operations ?? []) waiting.push(summaryOf(key, operation))
  }
  return waiting.slice(0, limit)
}

function summaryOf(key: string, { opId, kind, priority, at, value }: PendingOperation): OperationSummary {
  return { opId, key, kind, priority, at, bytes: value.value === undefined ? 0 : sizeBytes(value.value) }
}
