import type { Change } from '../../core/log/change.ts'
import type { JournalEntry, Storage } from '../../ports/storage.ts'
import { lineOf } from './segment-lines.ts'

/** How far a target has been told of a store. */
export interface Cursor {
  /** The last change that it has. */
  readonly seq: number
  /** Of the last change, milliseconds since 1970. */
  readonly at: number
  /** The last entry of the store's journal that it has. */
  readonly journal: number
}

/** A stretch of the store's log and journal, ready to be sealed. */
export interface Stretch {
  readonly content: Buffer
  readonly reached: Cursor
  /** True when there is more to tell. */
  readonly more: boolean
}

/** What one segment holds before another is begun; bytes before compression. */
export const SEGMENT_BYTES = 2 * 1024 * 1024
const PAGE = 200

/**
 * What came after a cursor, in the order in which it came about; undefined when nothing did. Throws E_COMPACTED when the log
 * no longer has it.
 */
export function gather(storage: Storage, cursor: Cursor): Stretch | undefined {
  const changes = new Pages<Change>((last) => storage.changes({ after: last?.seq ?? cursor.seq, limit: PAGE }))
  const records = new Pages<JournalEntry>((last) => storage.journal.page({ after: last?.n ?? cursor.journal, limit: PAGE }))
  const lines: string[] = []
  let { seq, at, journal } = cursor
  let bytes = 0
  while (bytes < SEGMENT_BYTES) {
    const record = records.peek()
    const change = record && record.seq <= seq ? undefined : changes.peek()
    const line = change ? lineOf({ change }) : record && lineOf({ ...record, record: record.write })
    if (line === undefined) break
    lines.push(line)
    // Characters are fewer than bytes, never by more than a factor of three: near enough for a limit of this kind.
    bytes += line.length + 1
    if (change) ({ seq, at } = changes.take())
    else journal = records.take().n
  }
  if (lines.length === 0) return undefined
  const more = records.peek() !== undefined || changes.peek() !== undefined
  return { content: Buffer.from(`${lines.join('\n')}\n`), reached: { seq, at, journal }, more }
}

/** Items that come in pages, one after the other. */
class Pages<Item> {
  readonly #read: (last: Item | undefined) => readonly Item[]
  #page: readonly Item[] = []
  #next = 0
  #last: Item | undefined
  #over = false

  constructor(read: (last: Item | undefined) => readonly Item[]) {
    this.#read = read
  }

  peek(): Item | undefined {
    if (this.#next === this.#page.length && !this.#over) {
      this.#page = this.#read(this.#last)
      this.#next = 0
      this.#over = this.#page.length === 0
    }
    return this.#page[this.#next]
  }

  take(): Item {
    const item = this.peek() as Item
    this.#next++
    this.#last = item
    return item
  }
}
