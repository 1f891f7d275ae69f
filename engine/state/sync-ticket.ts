import type { SyncOutcome } from './state-update.ts'

/**
 * Where a write's outcome is told once the authority has decided. The promise is made only when somebody asks, and
 * a ticket that nobody holds goes with its write.
 */
export class SyncTicket {
  #outcome: SyncOutcome | undefined
  #settle: ((outcome: SyncOutcome) => void) | undefined
  #promise: Promise<SyncOutcome> | undefined

  /** The first outcome counts. */
  settle(outcome: SyncOutcome): void {
    this.#outcome ??= outcome
    this.#settle?.(this.#outcome)
  }

  get outcome(): Promise<SyncOutcome> {
    this.#promise ??= this.#outcome
      ? Promise.resolve(this.#outcome)
      : new Promise((resolve) => {
          this.#settle = resolve
        })
    return this.#promise
  }
}
