import { SrvraError } from '../../core/errors.ts'
import type { Random } from '../../ports/random.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { ResultSet } from '../commands.ts'
import { workForASlice, type Stopwatch } from '../slices.ts'
import { OpenResultSet, type ResultQuery } from './open-result-set.ts'
import { TotalsAtInstants } from './totals-at-instants.ts'

/** Sets that are kept open; each takes eight bytes a row. The one that was not asked for longest goes first. */
const MOST_SETS = 8

/** The result sets of one engine. */
export class ResultSets {
  readonly #storage: DocumentReads
  readonly #random: Random
  readonly #stopwatch: Stopwatch
  readonly #totals: TotalsAtInstants
  /** In the order of use, the latest last. */
  readonly #open = new Map<string, { set: OpenResultSet; query: ResultQuery }>()

  constructor(storage: DocumentReads, random: Random, stopwatch: Stopwatch) {
    this.#storage = storage
    this.#random = random
    this.#stopwatch = stopwatch
    this.#totals = new TotalsAtInstants(storage)
  }

  open(query: ResultQuery): ResultSet {
    const set = new OpenResultSet(this.#random.token(9), this.#storage, query)
    this.#countPresent(set, query)
    this.#open.set(set.id, { set, query })
    for (const id of this.#open.keys()) {
      if (this.#open.size > MOST_SETS) this.#open.delete(id)
    }
    return this.continue(set.id)
  }

  /** Scans on for one slice of time. */
  continue(id: string): ResultSet {
    const { set, query } = this.#entry(id)
    workForASlice(() => this.#advance(set, query), this.#stopwatch)
    return set.view()
  }

  /** Throws E_RESULT_SET_GONE. */
  get(id: string): OpenResultSet {
    return this.#entry(id).set
  }

  close(id: string): void {
    this.#open.delete(id)
  }

  #advance(set: OpenResultSet, query: ResultQuery): boolean {
    if (set.step()) return true
    this.#countPresent(set, query)
    if (set.complete || query.atSeq === undefined) return false
    const total = query.filter.terms.length === 0 ? set.view().matches : this.#totals.count(query.atSeq)
    if (total !== undefined) set.countedTotal(total)
    return total === undefined
  }

  /** V-55 The present total is known at once, so that a scan can say how far it is; one of the past takes a count. */
  #countPresent(set: OpenResultSet, { atSeq }: ResultQuery): void {
    if (atSeq === undefined) set.countedTotal(this.#storage.statistics().documents)
  }

  #entry(id: string): { set: OpenResultSet; query: ResultQuery } {
    const entry = this.#open.get(id)
    if (entry === undefined) {
      throw new SrvraError('E_RESULT_SET_GONE', 'This list was closed to make room for newer ones. Open it again.', { id })
    }
    this.#open.delete(id)
    this.#open.set(id, entry)
    return entry
  }
}
