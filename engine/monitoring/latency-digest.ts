/** Steps of a doubling: what is told is off by a twentieth at the most. */
const STEPS = 8
/** Seconds; what is shorter counts as this. */
const SHORTEST = 1e-6

/** Durations of one look, counted by size: as small after a million of them as after ten. */
export class LatencyDigest {
  #counts = new Map<number, number>()
  #total = 0

  /** Seconds. */
  add(seconds: number): void {
    const place = Math.round(STEPS * Math.log2(Math.max(seconds, SHORTEST) / SHORTEST))
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1)
    this.#total++
  }

  /** The durations that these shares (0 to 1) of all did not exceed, to within a twentieth, and forgets all. Nothing out of nothing. */
  take(shares: readonly number[]): readonly number[] {
    const counts = [...this.#counts].toSorted(([one], [other]) => one - other)
    const total = this.#total
    this.#counts = new Map()
    this.#total = 0
    return total === 0 ? [] : shares.map((share) => SHORTEST * 2 ** (placeOf(counts, share * total) / STEPS))
  }
}

function placeOf(counts: readonly (readonly [place: number, count: number])[], rank: number): number {
  let seen = 0
  for (const [place, count] of counts) {
    seen += count
    if (seen >= rank) return place
  }
  return counts.at(-1)?.[0] ?? 0
}
