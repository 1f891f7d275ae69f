import type { Documents, Fetch } from '../../core/protocol/frames.ts'

export interface FetcherOptions {
  readonly stale: () => ReadonlySet<string>
  readonly nextId: () => number
  readonly send: (frame: Fetch) => void
}

const FETCHED_AT_ONCE = 200

/** Fetches documents whole that turned out not to be what the hub thinks they are, some at a time (P-67). */
export class Fetcher {
  readonly #options: FetcherOptions
  readonly #asked = new Set<string>()

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Asks for the next ones, unless some are on their way. */
  advance(): void {
    if (this.#asked.size > 0) return
    const { stale, nextId, send } = this.#options
    const keys: string[] = []
    for (const key of stale()) {
      if (keys.length >= FETCHED_AT_ONCE) break
      keys.push(key)
    }
    if (keys.length === 0) return
    for (const key of keys) this.#asked.add(key)
    send({ type: 'fetch', id: nextId(), keys })
  }

  arrived({ documents, missing }: Documents): void {
    for (const { key } of documents) this.#asked.delete(key)
    for (const key of missing) this.#asked.delete(key)
  }

  /** What was asked for will not come. */
  abandon(): void {
    this.#asked.clear()
  }
}
