import type { Clock } from '../../ports/clock.ts'

/** What the hub's clock says now, as far as this replica was told: its own clock may be days off (P-75). */
export class HubTime {
  readonly #clock: Clock
  #aheadMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The hub said what time it is there. */
  learn(hubNow: number): void {
    this.#aheadMs = hubNow - this.#clock.now()
  }

  now(): number {
    return this.#clock.now() + this.#aheadMs
  }
}
