const SECONDS = 60

/** Counts per second over the last minute, in a ring that needs no timer. */
export class Throughput {
  readonly #counts = Array.from({ length: SECONDS }, () => 0)
  #second = 0

  add(nowMs: number, count: number): void {
    this.#advance(nowMs)
    this.#counts[this.#second % SECONDS] = (this.#counts[this.#second % SECONDS] ?? 0) + count
  }

  /** Oldest first. */
  read(nowMs: number): readonly number[] {
    this.#advance(nowMs)
    return this.#counts.map((_, index) => this.#counts[(this.#second + 1 + index) % SECONDS] ?? 0)
  }

  /** A clock that jumps back counts into the newest second. */
  #advance(nowMs: number): void {
    const second = Math.trunc(nowMs / 1000)
    if (second <= this.#second) return
    const passed = Math.min(SECONDS, second - this.#second)
    for (let step = 1; step <= passed; step++) this.#counts[(second - passed + step) % SECONDS] = 0
    this.#second = second
  }
}
