import { sizeBytes } from '../../core/json/index.ts'
import type { JsonObject } from '../../core/json/index.ts'
import type { OperationSummary, Report } from '../../core/protocol/frames.ts'
import type { PendingOperation } from '../../core/session/key-state.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { Outbox } from './outbox.ts'
import type { PendingKeys } from './pending-keys.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'

const SHOWN = 100

/** What an operator is told who looks into this replica. */
export function replicaReport(
  id: number,
  state: string,
  outbox: Outbox,
  pending: PendingKeys,
  deadLetters: DeadLetters,
  statistics: ReplicaStatistics,
): Report {
  const waiting: OperationSummary[] = []
  for (const key of pending.keys()) {
    for (const operation of pending.state(key)?.operations ?? []) waiting.push(summaryOf(key, operation))
    if (waiting.length >= SHOWN) break
  }
  const refused = deadLetters.list(SHOWN).map(({ key, operation, code, message }) => ({ ...summaryOf(key, operation), code, message }))
  return {
    type: 'report',
    id,
    state,
    pending: waiting.slice(0, SHOWN),
    deadLetters: refused,
    counts: { pending: outbox.counts(), deadLetters: deadLetters.size },
    statistics: statistics as unknown as JsonObject,
  }
}

function summaryOf(key: string, { opId, kind, priority, at, value }: PendingOperation): OperationSummary {
  return { opId, key, kind, priority, at, bytes: value.value === undefined ? 0 : sizeBytes(value.value) }
}
