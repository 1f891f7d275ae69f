import type { Scheduler } from '../../ports/scheduler.ts'

export interface RestingKeysOptions {
  readonly scheduler: Scheduler
  /** At most how often a key is sent, in milliseconds; undefined: whenever it changes. */
  readonly intervalOf: (key: string) => number | undefined
  readonly onRested: (key: string) => void
}

/**
 * Keys that were sent, and are not sent again before their own `syncInterval` has passed: what is written meanwhile goes as
 * one (P-72). Counted by timers, for a clock may jump.
 */
export class RestingKeys {
  readonly #options: RestingKeysOptions
  readonly #resting = new Map<string, () => void>()

  constructor(options: RestingKeysOptions) {
    this.#options = options
  }

  some(keys: readonly string[]): boolean {
    return this.#resting.size > 0 && keys.some((key) => this.#resting.has(key))
  }

  /** The key was sent. */
  begin(key: string): void {
    const interval = this.#options.intervalOf(key)
    if (interval === undefined) return
    this.#resting.get(key)?.()
    const cancel = this.#options.scheduler.after(interval, () => {
      this.#resting.delete(key)
      this.#options.onRested(key)
    })
    this.#resting.set(key, cancel)
  }

  /** No key is told of any more. */
  close(): void {
    for (const cancel of this.#resting.values()) cancel()
    this.#resting.clear()
  }
}
