import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { QueueSummary } from '../commands.ts'
import type { ConflictControl } from './conflict-control.ts'
import { summarizeQueue } from './order-conflicts.ts'

/** No more often than a person can follow. */
const AT_MOST_EVERY_MS = 250

/** Tells of the queue in a few figures whenever it moves. The returned function ends it. */
export function followConflicts(
  { control, scheduler, clock }: { readonly control: ConflictControl; readonly scheduler: Scheduler; readonly clock: Clock },
  tell: (summary: QueueSummary) => void,
): () => void {
  let cancel: (() => void) | undefined
  const moved = (): void => {
    cancel ??= scheduler.after(AT_MOST_EVERY_MS, () => {
      cancel = undefined
      tell(summarizeQueue(control.queue.waiting.values(), clock.now()))
    })
  }
  const stop = control.queue.onChange(moved)
  moved()
  return () => {
    cancel?.()
    stop()
  }
}
