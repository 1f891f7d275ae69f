import { committed } from './committed-update.ts'
import type { BatchResult, StateUpdate, SyncOutcome } from './state-update.ts'
import type { Commit } from './write-path.ts'

/** What a batch answers to its caller. */
export function batchResult({ updates, changed, durable }: Commit): BatchResult {
  const first = changed[0]
  const last = changed.at(-1)
  return {
    updates,
    changed: changed.length > 0,
    ...(first && last ? { range: { fromSeq: first.seq, toSeq: last.seq } } : {}),
    durable,
    get synced() {
      return changed.length === 0 ? committed(durable, 0, 0) : outcomeOfAll(changed)
    },
  }
}

/** A batch has one outcome: where one of its changes waits or was refused, none was committed. */
async function outcomeOfAll(updates: readonly StateUpdate[]): Promise<SyncOutcome> {
  const outcomes = await Promise.all(updates.map(({ synced }) => synced))
  return outcomes.find(({ outcome }) => outcome === 'conflict' || outcome === 'rejected') ?? (outcomes.at(-1) as SyncOutcome)
}
