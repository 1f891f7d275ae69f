import type { Applied } from '../../core/protocol/frames.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { PendingKeys } from './pending-keys.ts'
import { deadlineCounts } from './replica-counts.ts'
import type { ReplicaCounts } from './replica-counts.ts'

export interface ProgressTellerOptions {
  readonly scheduler: Scheduler
  readonly pending: PendingKeys
  readonly deadLetters: DeadLetters
  readonly counts: ReplicaCounts
  readonly position: () => number
  readonly send: (frame: Applied) => void
}

/** The hub wants to know how far this replica is, not at once. */
const TELL_AFTER_MS = 100

/** Tells the hub what this replica has on its medium, and what waits there. */
export class ProgressTeller {
  readonly #options: ProgressTellerOptions
  #seq: number
  #due: (() => void) | undefined

  constructor(options: ProgressTellerOptions) {
    this.#options = options
    this.#seq = options.position()
  }

  /** What is applied is on the medium, now or when the promise resolves. */
  applied(durable: Promise<void> | undefined, onFailure: (error: unknown) => void): void {
    const seq = this.#options.position()
    if (durable) durable.then(() => this.#kept(seq), onFailure)
    else this.#kept(seq)
  }

  /** The hub was restored: what it counts from now on begins where this replica went back to. */
  rewound(): void {
    this.#seq = Math.min(this.#seq, this.#options.position())
  }

  tellSoon(): void {
    this.#due ??= this.#options.scheduler.after(TELL_AFTER_MS, () => {
      this.#due = undefined
      this.tell()
    })
  }

  tell(): void {
    const { pending, deadLetters, counts, send } = this.#options
    send({
      type: 'applied',
      seq: this.#seq,
      pending: pending.counts(),
      deadLetters: deadLetters.size,
      deadlines: deadlineCounts(counts),
    })
  }

  close(): void {
    this.#due?.()
  }

  #kept(seq: number): void {
    this.#seq = Math.max(this.#seq, seq)
    this.tellSoon()
  }
}
