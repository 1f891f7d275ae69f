/** Each bucket is so much wider than the one before: percentiles are right to half of that. */
const GROWTH = Math.log(1.02)
const LEAST_MS = 0.01

/** Times counted in buckets: percentiles of any number of them in bounded memory. */
export class TimeHistogram {
  readonly #buckets: number[] = []
  #count = 0

  add(ms: number): void {
    const bucket = Math.max(0, Math.round(Math.log(ms / LEAST_MS) / GROWTH))
    while (this.#buckets.length <= bucket) this.#buckets.push(0)
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.#count++
  }

  /** The time that the given part of all did not exceed, to a hundredth; 0 when there were none. */
  percentile(part: number): number {
    let left = Math.ceil(this.#count * part)
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count
      if (left <= 0 && count > 0) return Math.round(LEAST_MS * Math.exp(bucket * GROWTH) * 100) / 100
    }
    return 0
  }
}
