import type { Scheduler } from '../../ports/scheduler.ts'

export interface HeartbeatOptions {
  readonly scheduler: Scheduler
  readonly intervalMs: number
  readonly ping: () => void
  /** The oldest question that the hub has not answered, while there is one. */
  readonly unanswered: () => number | undefined
  /** The hub is gone, whatever the network says. */
  readonly onSilent: (reason: string) => void
}

/** So many intervals may pass without a word, and without an answer to what was asked. */
const MOST_SILENT = 2

/**
 * P-84: a hub that is silent is asked, and one that stays silent, or leaves a push without its answer, is gone. Counted in
 * beats of a timer and not by the clock, which may jump.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  #stop: (() => void) | undefined
  #heard = true
  #silent = 0
  #waitingFor: number | undefined
  #unanswered = 0

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#next()
  }

  /** A frame came. */
  heard(): void {
    this.#heard = true
  }

  stop(): void {
    this.#stop?.()
  }

  #next(): void {
    this.#stop = this.#options.scheduler.after(this.#options.intervalMs, () => this.#beat())
  }

  #beat(): void {
    const { ping, unanswered, onSilent } = this.#options
    const oldest = unanswered()
    this.#unanswered = oldest !== undefined && oldest === this.#waitingFor ? this.#unanswered + 1 : 0
    this.#waitingFor = oldest
    this.#silent = this.#heard ? 0 : this.#silent + 1
    this.#heard = false
    if (this.#silent >= MOST_SILENT) return onSilent('the hub does not answer')
    if (this.#unanswered >= MOST_SILENT) return onSilent('the hub leaves a push without its answer')
    if (this.#silent > 0) ping()
    this.#next()
  }
}
