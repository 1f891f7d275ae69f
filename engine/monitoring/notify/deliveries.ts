import { pauseBefore } from '../../core/session/backoff.ts'
import { SrvraError } from '../../core/errors.ts'
import type { AlertNotification, Notifier } from '../../ports/notifier.ts'
import type { Scheduler } from '../../ports/scheduler.ts'

/** Attempts, the first included: with their pauses about ten minutes. */
const ATTEMPTS = 10
const BACKOFF = { firstMs: 1000, capMs: 120_000 }
/** One engine tells one receiver: there is no crowd whose attempts must be spread. */
const FULL_PAUSE = 1
/** What may wait for one receiver; a receiver that is away for long is told what is new. */
const MAX_WAITING = 100

/** Takes notifications to one receiver, one after another, and tries again while that may help. */
export class Deliveries {
  readonly #notifier: Notifier
  readonly #scheduler: Scheduler
  readonly #report: (error: unknown) => void
  readonly #waiting: AlertNotification[] = []
  #cancel: () => void = () => undefined
  #busy = false
  #closed = false

  /** `report` hears of what is given up. */
  constructor(notifier: Notifier, scheduler: Scheduler, report: (error: unknown) => void) {
    this.#notifier = notifier
    this.#scheduler = scheduler
    this.#report = report
  }

  add(notification: AlertNotification): void {
    if (this.#closed) return
    this.#waiting.push(notification)
    if (this.#waiting.length > MAX_WAITING) {
      // The one under way stays: its answer is awaited.
      const [dropped] = this.#waiting.splice(1, 1)
      this.#report(new SrvraError('E_NOTIFY', `Too many notifications wait; '${dropped?.id ?? ''}' was let go.`))
    }
    this.#next()
  }

  /** What waits is not sent any more. */
  close(): void {
    this.#closed = true
    this.#waiting.length = 0
    this.#cancel()
  }

  #next(): void {
    const [first] = this.#waiting
    if (this.#busy || first === undefined) return
    this.#busy = true
    void this.#attempt(first, 1)
  }

  async #attempt(notification: AlertNotification, attempt: number): Promise<void> {
    try {
      await this.#notifier.notify(notification)
    } catch (error) {
      if (this.#closed) return
      if (attempt < ATTEMPTS && mayHelp(error)) {
        const pause = pauseBefore(attempt, FULL_PAUSE, BACKOFF)
        this.#cancel = this.#scheduler.after(pause, () => void this.#attempt(notification, attempt + 1))
        return
      }
      this.#report(error)
    }
    this.#busy = false
    this.#waiting.shift()
    this.#next()
  }
}

function mayHelp(error: unknown): boolean {
  return !(error instanceof SrvraError && error.details['again'] === false)
}
