/** Upper bounds of the buckets, in milliseconds; each is half as large again as the one before. */
const BOUNDS: readonly number[] = Array.from({ length: 40 }, (_, index) => Math.round(1.5 ** index * 10) / 10)

/** Times from a write to its answer, counted in buckets: percentiles in bounded memory, right to half a bucket. */
export class ReplyTimes {
  readonly #buckets = Array.from({ length: BOUNDS.length + 1 }, () => 0)
  #count = 0

  add(ms: number): void {
    const found = BOUNDS.findIndex((bound) => ms <= bound)
    const bucket = found < 0 ? BOUNDS.length : found
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.#count++
  }

  /** The time that the given part of all answers did not exceed; 0 before the first. */
  percentile(part: number): number {
    let left = Math.ceil(this.#count * part)
    if (left === 0) return 0
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count
      if (left <= 0) return BOUNDS[bucket] ?? Infinity
    }
    return Infinity
  }
}
