import { compileFilter, type DocumentFilter } from '../../core/query/index.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

/** Enough to say 'many': beyond it nobody reads the number. */
const MOST_ARRIVALS = 10_000
const PAGE = 50

/** Follows the log from where a list was complete, and counts the documents that would be in it if it were made anew. */
export class Arrivals {
  readonly #storage: DocumentReads
  readonly #matches: ReturnType<typeof compileFilter>
  /** The state that the list shows. */
  readonly #listedAt: number
  readonly #arrived = new Set<string>()
  #after: number

  constructor(storage: DocumentReads, filter: DocumentFilter) {
    this.#storage = storage
    this.#matches = compileFilter(filter)
    this.#listedAt = storage.head().seq
    this.#after = this.#listedAt
  }

  get count(): number {
    return this.#arrived.size
  }

  /** Reads a little more of the log; false at its end, or when there is nothing more to learn. */
  step(): boolean {
    if (this.#arrived.size >= MOST_ARRIVALS || this.#storage.horizon().seq > this.#listedAt) return false
    const page = this.#storage.log({ after: this.#after, limit: PAGE })
    for (const { key } of new Map(page.map((entry) => [entry.key, entry])).values()) this.#look(key)
    this.#after = page.at(-1)?.seq ?? this.#after
    return page.length === PAGE
  }

  #look(key: string): void {
    const now = this.#storage.read(key)
    if (now === undefined || !this.#matches(now)) {
      this.#arrived.delete(key)
      return
    }
    const then = this.#storage.readAt(key, this.#listedAt)
    if (then === undefined || !this.#matches(then)) this.#arrived.add(key)
  }
}
