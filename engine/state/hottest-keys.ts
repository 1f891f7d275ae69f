export interface HotKey {
  readonly key: string
  /** Never less than the true count, and at most `overcount` more. */
  readonly writes: number
  readonly overcount: number
}

const COUNTERS = 64

/**
 * The keys written most often, in bounded memory (the 'space-saving' algorithm): every key that took more than one in
 * 64 of all writes is among them.
 */
export class HottestKeys {
  readonly #slots = new Map<string, number>()
  readonly #keys: string[] = []
  readonly #writes = new Float64Array(COUNTERS)
  readonly #overcounts = new Float64Array(COUNTERS)

  count(key: string): void {
    const slot = this.#slots.get(key) ?? this.#takeSlot(key)
    this.#writes[slot] = (this.#writes[slot] ?? 0) + 1
  }

  /** Most written first. */
  top(limit: number): readonly HotKey[] {
    return this.#keys
      .map((key, slot) => ({ key, writes: this.#writes[slot] ?? 0, overcount: this.#overcounts[slot] ?? 0 }))
      .toSorted((a, b) => b.writes - a.writes)
      .slice(0, limit)
  }

  /** A new key inherits the smallest counter: it may have had so many writes while it was not watched. */
  #takeSlot(key: string): number {
    const full = this.#keys.length >= COUNTERS
    const slot = full ? this.#smallest() : this.#keys.length
    if (full) this.#slots.delete(this.#keys[slot] ?? '')
    this.#overcounts[slot] = this.#writes[slot] ?? 0
    this.#keys[slot] = key
    this.#slots.set(key, slot)
    return slot
  }

  #smallest(): number {
    let smallest = 0
    for (let slot = 1; slot < COUNTERS; slot++) {
      if ((this.#writes[slot] ?? 0) < (this.#writes[smallest] ?? 0)) smallest = slot
    }
    return smallest
  }
}
