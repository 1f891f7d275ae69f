import type { DocumentFilter } from '../../core/query/document-filter.ts'
import type { DocumentRow, SortColumn } from '../../ports/storage.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { ResultRow, ResultSet } from '../commands.ts'
import { Arrivals } from './arrivals.ts'
import { NumberList } from './number-list.ts'
import { orderByValue } from './order-by-value.ts'

/** What a list can show: Chromium lays out no more than 2^25 pixels, and a row takes 32 of them. */
const MOST_ROWS = 2 ** 20
/** Documents looked at between two looks at the time. */
const EXAMINE = 200

export interface ResultQuery {
  readonly filter: DocumentFilter
  readonly sort: SortColumn
  readonly descending: boolean
  /** The change to look back to; absent for the present. */
  readonly atSeq?: number
}

/**
 * One frozen list of matches: ids and, until they are in order, the numbers to sort by. It is filled step by step by
 * whoever owns it, and keeps no documents.
 */
export class OpenResultSet {
  readonly id: string
  readonly #storage: DocumentReads
  readonly #query: ResultQuery
  readonly #seq: number
  readonly #ids = new NumberList()
  #sortValues = new NumberList()
  /** Places to rows, once sorted by a number. */
  #order: Uint32Array | undefined
  #matches = 0
  #examined = 0
  #cursor: string | undefined
  #scanned = false
  #total: number | null = null
  #arrivals: Arrivals | undefined

  constructor(id: string, storage: DocumentReads, query: ResultQuery) {
    this.id = id
    this.#storage = storage
    this.#query = query
    this.#seq = query.atSeq ?? storage.head().seq
  }

  get complete(): boolean {
    return this.#scanned && this.#total !== null
  }

  /** Looks at a few more documents; once all have been, at what came since. False when there is nothing more to do now. */
  step(): boolean {
    if (this.#scanned) return this.#arrivals?.step() ?? false
    const { filter, sort, atSeq } = this.#query
    const slice = this.#storage.scan(
      { filter, sort, ...(atSeq === undefined ? {} : { atSeq }) },
      { examine: EXAMINE, ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }) },
    )
    this.#matches += slice.ids.length
    this.#examined += slice.examined
    this.#ids.push(slice.ids, MOST_ROWS)
    if (sort !== 'key') this.#sortValues.push(slice.sortValues, MOST_ROWS)
    this.#cursor = slice.cursor
    if (slice.cursor === undefined) this.#putInOrder()
    return !this.#scanned
  }

  /** Live documents, matched or not, when somebody has counted them. */
  countedTotal(total: number): void {
    this.#total = total
  }

  /** Rows by their place; null for places that are not known yet, and beyond the end nothing. */
  rows(from: number, count: number): (ResultRow | null)[] {
    const end = Math.min(from + count, this.#ids.length)
    const places = Array.from({ length: Math.max(0, end - from) }, (_, offset) => from + offset)
    if (!this.#hasPlaces()) return places.map(() => null)
    const ids = places.map((place) => this.#idAt(place))
    const { atSeq } = this.#query
    const rows = this.#storage.rows(ids, atSeq)
    if (atSeq === undefined) return rows.map((row) => row ?? null)
    const present = this.#storage.rows(ids)
    return rows.map((row, index) => (row === undefined ? null : { ...row, changedSince: hasChanged(present[index], atSeq) }))
  }

  /** The ids of the rows in some spans of places, in pages. */
  *idPages(spans: readonly (readonly [from: number, to: number])[], size: number): Generator<number[]> {
    for (const [start, end] of spans) {
      const last = Math.min(end, this.#ids.length)
      for (let from = start; from < last; from += size) {
        yield Array.from({ length: Math.min(size, last - from) }, (_, offset) => this.#idAt(from + offset))
      }
    }
  }

  view(): ResultSet {
    return {
      id: this.id,
      seq: this.#seq,
      matches: this.#matches,
      listed: this.#ids.length,
      examined: this.#examined,
      total: this.#total,
      complete: this.complete,
      arrived: this.#arrivals?.count ?? 0,
    }
  }

  /** Matches come in key order, so that order is known from the first one on; any other once all are in. */
  #hasPlaces(): boolean {
    return this.#scanned || (this.#query.sort === 'key' && !this.#query.descending)
  }

  #idAt(place: number): number {
    const row = this.#query.descending ? this.#ids.length - 1 - place : place
    return this.#ids.at(this.#order?.[row] ?? row)
  }

  #putInOrder(): void {
    if (this.#query.sort !== 'key') this.#order = orderByValue(this.#sortValues.view())
    this.#sortValues = new NumberList()
    this.#scanned = true
    if (this.#query.atSeq === undefined) this.#arrivals = new Arrivals(this.#storage, this.#query.filter)
  }
}

function hasChanged(present: DocumentRow | undefined, atSeq: number): boolean {
  return present === undefined || present.seq > atSeq
}
