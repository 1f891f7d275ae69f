import { committed } from './committed-update.ts'
import type { BatchResult } from './state-update.ts'
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
      return committed(durable, last?.version ?? 0, last?.seq ?? 0)
    },
  }
}
