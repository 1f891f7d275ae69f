import { pauseBefore } from '../../core/session/backoff.ts'
import { SrvraError } from '../../core/errors.ts'
import type { AlertNotification, Notifier } from '../../ports/notifier.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Delivery } from './delivery.ts'

/** Attempts, the first included: with their pauses about ten minutes. */
const ATTEMPTS = 10
const BACKOFF = { firstMs: 1000, capMs: 120_000 }
/** One engine tells one receiver: there is no crowd whose attempts must be spread. */
const FULL_PAUSE = 1
/** What may wait for one receiver; a receiver that is away for long is told what is new. */
const MAX_WAITING = 100
/** What is remembered of a receiver. */
const MAX_RECENT = 50

export interface DeliveriesParts {
  readonly scheduler: Scheduler
  readonly clock: Clock
  /** Hears of what is given up. */
  readonly report: (error: unknown) => void
}

/** Takes notifications to one receiver, one after another, and tries again while that may help. */
export class Deliveries {
  readonly #notifier: Notifier
  readonly #parts: DeliveriesParts
  /** By the notification's id, oldest first. */
  readonly #recent = new Map<string, Delivery>()
  readonly #waiting: AlertNotification[] = []
  #cancel: () => void = () => undefined
  #busy = false
  #closed = false

  constructor(notifier: Notifier, parts: DeliveriesParts) {
    this.#notifier = notifier
    this.#parts = parts
  }

  get name(): string {
    return this.#notifier.name ?? 'a receiver'
  }

  /** What came of the latest notifications, newest first. // O-40 */
  get recent(): readonly Delivery[] {
    return [...this.#recent.values()].toReversed()
  }

  add(notification: AlertNotification): void {
    if (this.#closed) return
    this.#waiting.push(notification)
    this.#remember(notification, { status: 'waiting', attempts: 0 })
    if (this.#waiting.length > MAX_WAITING) {
      // The one under way stays: its answer is awaited.
      const [dropped] = this.#waiting.splice(1, 1)
      if (dropped) this.#giveUp(dropped, 0, new SrvraError('E_NOTIFY', `Too many notifications wait; '${dropped.id}' was let go.`))
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
      this.#remember(notification, { status: 'delivered', attempts: attempt, endedAt: this.#parts.clock.now() })
    } catch (error) {
      if (this.#closed) return
      if (attempt < ATTEMPTS && mayHelp(error)) {
        const pause = pauseBefore(attempt, FULL_PAUSE, BACKOFF)
        this.#remember(notification, { status: 'waiting', attempts: attempt, error: wordsOf(error) })
        this.#cancel = this.#parts.scheduler.after(pause, () => void this.#attempt(notification, attempt + 1))
        return
      }
      this.#giveUp(notification, attempt, error)
    }
    this.#busy = false
    this.#waiting.shift()
    this.#next()
  }

  #giveUp(notification: AlertNotification, attempts: number, error: unknown): void {
    this.#remember(notification, { status: 'failed', attempts, endedAt: this.#parts.clock.now(), error: wordsOf(error) })
    this.#parts.report(error)
  }

  #remember({ id, what, at, rule }: AlertNotification, outcome: Pick<Delivery, 'status' | 'attempts' | 'endedAt' | 'error'>): void {
    this.#recent.set(id, { id, rule: rule.id, what, at, ...outcome })
    while (this.#recent.size > MAX_RECENT) {
      const [oldest] = this.#recent.keys()
      if (oldest !== undefined) this.#recent.delete(oldest)
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function mayHelp(error: unknown): boolean {
  return !(error instanceof SrvraError && error.details['again'] === false)
}
