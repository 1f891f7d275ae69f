import type { Storage } from '../ports/storage.ts'
import type { SrvraEventBus } from '../state/event-bus.ts'
import { BATCH_COMPLETE, STATE_UPDATED, type BatchCompleteEvent } from '../state/event-types.ts'
import type { StateUpdate } from '../state/state-update.ts'
import type { AdminEvents, ChangeNotice } from './commands.ts'

/** Of a bulk, its last changes are named, and the rest is counted. */
const NAMED_OF_BULK = 100

type Changes = AdminEvents['changes']

/** Tells of each commit in few words. The returned function ends it. */
export function followChanges(bus: SrvraEventBus, storage: Storage, tell: (changes: Changes) => void): () => void {
  const ids = [
    bus.subscribe(STATE_UPDATED, (update: StateUpdate) => tell({ head: update.seq, notices: [noticeOf(update)], omitted: 0 })),
    bus.subscribe(BATCH_COMPLETE, (batch: BatchCompleteEvent) => {
      // The changes of an ordinary batch were told one by one.
      if (batch.bulk) tell(bulkChanges(storage, batch))
    }),
  ]
  return () => {
    for (const id of ids) bus.unsubscribe(id)
  }
}

function bulkChanges(storage: Storage, { fromSeq, toSeq }: BatchCompleteEvent): Changes {
  const after = Math.max(fromSeq - 1, toSeq - NAMED_OF_BULK)
  const notices = storage.log({ after, limit: toSeq - after }).map(noticeOf)
  return { head: toSeq, notices, omitted: toSeq - fromSeq + 1 - notices.length }
}

function noticeOf({ seq, key, version, kind, deleted, at, actor }: ChangeNotice): ChangeNotice {
  return { seq, key, version, kind, deleted, at, actor }
}
