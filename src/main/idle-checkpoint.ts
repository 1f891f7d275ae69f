import type { Storage } from '../../engine/ports/storage.ts'
import type { SrvraEventBus } from '../../engine/state/event-bus.ts'
import { BATCH_COMPLETE, STATE_UPDATED } from '../../engine/state/event-types.ts'

/** After so long without a write the store tidies up, so that it never has to in the middle of one. */
const IDLE_MS = 2000

/** Makes checkpoints while nobody writes. The returned function ends it. */
export function checkpointWhenIdle(bus: SrvraEventBus, storage: Storage, report: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const tidy = (): void => {
    try {
      storage.checkpoint()
    } catch (error) {
      // The store says the same to the next write; here nobody waits for an answer.
      report(error)
    }
  }
  const wait = (): void => {
    if (timer === undefined) timer = setTimeout(tidy, IDLE_MS)
    else timer.refresh()
  }
  const ids = [bus.subscribe(STATE_UPDATED, wait), bus.subscribe(BATCH_COMPLETE, wait)]
  return () => {
    clearTimeout(timer)
    for (const id of ids) bus.unsubscribe(id)
  }
}
