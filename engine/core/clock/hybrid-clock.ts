import { compareHybridTimes, formatCounter, formatWall, tick } from './hybrid-logical-clock.ts'
import type { HybridTime } from './hybrid-logical-clock.ts'

/** A running clock that issues readings in text form. Many fall into one millisecond, so its text is kept. */
export class HybridClock {
  #time: HybridTime
  #wallMs = -1
  #wallText = ''

  constructor(last: HybridTime) {
    this.#time = last
  }

  /** Takes note of a remote reading: whatever is issued from now on is later (K-2). */
  witness(remote: HybridTime): void {
    if (compareHybridTimes(remote, this.#time) > 0) this.#time = remote
  }

  /** The text of the next reading (K-1). */
  next(wallMs: number): string {
    const time = tick(this.#time, wallMs)
    this.#time = time
    if (time.wallMs !== this.#wallMs) {
      this.#wallMs = time.wallMs
      this.#wallText = formatWall(time.wallMs)
    }
    return this.#wallText + formatCounter(time.counter)
  }
}
