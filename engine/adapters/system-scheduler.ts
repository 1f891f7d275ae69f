import type { Scheduler } from '../ports/scheduler.ts'

/** The longest delay that a timer takes; a longer one would run at once. */
const LONGEST_MS = 2 ** 31 - 1

/** The event loop. Work without a delay runs after what has arrived was read, so that it can take all of it in. */
export const systemScheduler: Scheduler = {
  after: (delayMs, task) => {
    if (delayMs <= 0) {
      const immediate = setImmediate(task)
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(task, Math.min(delayMs, LONGEST_MS))
    return () => clearTimeout(timer)
  },
}
