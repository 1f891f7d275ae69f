/** An event as it was emitted: `id` counts from 1 in the order of emission. */
export interface EventRecord {
  readonly id: number
  readonly name: string
  readonly payload: unknown
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Keeps the last so many events, in a ring. Records are made when they are read: most events never are. */
export class EventHistory {
  readonly #capacity: number
  readonly #names: string[] = []
  readonly #payloads: unknown[] = []
  readonly #times: number[] = []
  #lastId = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#names.length
  }

  /** The id of the last event. */
  get lastId(): number {
    return this.#lastId
  }

  /** Returns the event's id. */
  add(name: string, payload: unknown, at: number): number {
    if (this.#capacity > 0) {
      const slot = this.#lastId % this.#capacity
      this.#names[slot] = name
      this.#payloads[slot] = payload
      this.#times[slot] = at
    }
    return ++this.#lastId
  }

  /** Oldest first: the last `limit` of those that match. */
  select(matches: (name: string) => boolean, limit: number): readonly EventRecord[] {
    const selected: EventRecord[] = []
    for (let id = this.#lastId - this.size + 1; id <= this.#lastId; id++) {
      const slot = (id - 1) % this.#capacity
      const name = this.#names[slot] ?? ''
      if (matches(name)) selected.push({ id, name, payload: this.#payloads[slot], at: this.#times[slot] ?? 0 })
    }
    return limit < selected.length ? selected.slice(selected.length - limit) : selected
  }
}
