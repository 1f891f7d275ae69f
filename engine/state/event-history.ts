/** An event as it was emitted: `id` counts from 1 in the order of emission. */
export interface EventRecord {
  readonly id: number
  readonly name: string
  readonly payload: unknown
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Keeps the last so many events, in a ring: the cost of an event does not depend on how many came before. */
export class EventHistory {
  readonly #capacity: number
  readonly #ring: EventRecord[] = []
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#ring.length
  }

  add(record: EventRecord): void {
    if (this.#capacity === 0) return
    this.#ring[this.#next] = record
    this.#next = (this.#next + 1) % this.#capacity
  }

  /** Oldest first: the last `limit` of those that match. */
  select(matches: (name: string) => boolean, limit: number): readonly EventRecord[] {
    const oldestFirst = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)]
    const selected = oldestFirst.filter((record) => matches(record.name))
    return limit < selected.length ? selected.slice(selected.length - limit) : selected
  }
}
