import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'

/** Clocks are set, and timers have an end: what lies far ahead is looked at again. */
const LONGEST_WAIT_MS = 3_600_000

/** Does something at an instant (milliseconds since 1970), by the clock as it is then. The returned function cancels it. */
export function atInstant({ clock, scheduler }: { clock: Clock; scheduler: Scheduler }, at: number, act: () => void): () => void {
  let cancel = (): void => undefined
  const wait = (): void => {
    const ms = Math.min(Math.max(0, at - clock.now()), LONGEST_WAIT_MS)
    cancel = scheduler.after(ms, () => {
      if (clock.now() >= at) act()
      else wait()
    })
  }
  wait()
  return () => cancel()
}
