import type { DocumentPolicy } from '../../core/policy/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { QueueSummary } from '../commands.ts'
import type { ConflictControl } from './conflict-control.ts'
import { visible } from './visible-conflicts.ts'
import { summarizeQueue } from './order-conflicts.ts'

/** No more often than a person can follow. */
const AT_MOST_EVERY_MS = 250

export interface ConflictFollowing {
  readonly control: ConflictControl
  readonly scheduler: Scheduler
  readonly clock: Clock
  /** Whose eyes see the queue; absent: all of it. */
  readonly policy?: DocumentPolicy
}

/** Tells of the queue in a few figures whenever it moves. The returned function ends it. */
export function followConflicts(
  { control, scheduler, clock, policy }: ConflictFollowing,
  tell: (summary: QueueSummary) => void,
): () => void {
  let cancel: (() => void) | undefined
  const moved = (): void => {
    cancel ??= scheduler.after(AT_MOST_EVERY_MS, () => {
      cancel = undefined
      tell(summarizeQueue(visible(control.queue.waiting.values(), { policy }), clock.now()))
    })
  }
  const stop = control.queue.onChange(moved)
  moved()
  return () => {
    cancel?.()
    stop()
  }
}
