import type { JsonObject, JsonValue } from '../core/json/index.ts'
import type { RecordWrite, Storage } from '../ports/storage.ts'
import { conflictId, DECIDED, DECISIONS, placeBefore, readConflict, WAITING } from './conflict-record.ts'
import type { RecordedConflict } from './conflict-record.ts'
import type { ConflictSummary } from './conflict.ts'
import { summaryOf } from './conflict-summary.ts'

const PAGE = 500

/** A page of history. */
export interface HistoryPage {
  /** Only decisions from before this instant, exclusive. */
  readonly before?: number
  /** Only what follows on this place, which is that of the last one seen. */
  readonly after?: string
  readonly limit: number
}

/** A decided conflict, and where it is kept. */
export interface DecidedConflict {
  readonly id: string
  readonly place: string
  readonly conflict: RecordedConflict
}

/**
 * The operations that wait for a decision, kept whole with base, both sides, and why (P-37). What a list shows of them is at
 * hand; all else is read when it is asked for. The records are written by whoever commits, together with the commit.
 */
export class ConflictTable {
  readonly #storage: Storage
  readonly #waiting = new Map<string, ConflictSummary>()
  readonly #listeners = new Set<(added: readonly ConflictSummary[]) => void>()

  constructor(storage: Storage) {
    this.#storage = storage
    const found: ConflictSummary[] = []
    for (let after: string | undefined; ;) {
      const page = storage.records(WAITING, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
      for (const { id, value } of page) found.push(summaryOf(id, readConflict(value)))
      after = page.at(-1)?.id
      if (page.length < PAGE) break
    }
    for (const summary of found.toSorted(byArrival)) this.#waiting.set(summary.id, summary)
  }

  /** What waits, in the order of arrival. */
  get waiting(): ReadonlyMap<string, ConflictSummary> {
    return this.#waiting
  }

  /** A conflict that waits. */
  read(id: string): RecordedConflict | undefined {
    const value = this.#storage.record(WAITING, id)
    return value === undefined ? undefined : readConflict(value)
  }

  /** A conflict that was decided. */
  readDecided(id: string): DecidedConflict | undefined {
    const decision = this.#storage.record(DECISIONS, id) as { readonly place: string } | undefined
    const value = decision && this.#storage.record(DECIDED, decision.place)
    return value === undefined || !decision ? undefined : { id, place: decision.place, conflict: readConflict(value) }
  }

  /** Decided conflicts, newest first. */
  history({
    before,
    after = before === undefined ? undefined : placeBefore(before),
    limit,
  }: HistoryPage): readonly DecidedConflict[] {
    const page = this.#storage.records(DECIDED, after === undefined ? { limit } : { after, limit })
    return page.map(({ id: place, value }) => ({ id: place.slice(place.indexOf('-') + 1), place, conflict: readConflict(value) }))
  }

  /** The conflict that an operation led to, whatever has become of it. */
  ofOperation(opId: string): { readonly id: string; readonly key: string; readonly reason: string } | undefined {
    const id = conflictId(opId)
    const known = this.#storage.record(WAITING, id) ?? this.#storage.record(DECISIONS, id)
    if (known === undefined) return undefined
    const { key, reason } = known as JsonObject
    return { id, key: textOf(key), reason: textOf(reason) }
  }

  /** Notes what was committed: conflicts that wait now, changed ones included. */
  put(writes: readonly RecordWrite[]): void {
    const added: ConflictSummary[] = []
    for (const { collection, id, value } of writes) {
      if (collection !== WAITING) continue
      if (value === undefined) this.#waiting.delete(id)
      else {
        const summary = summaryOf(id, readConflict(value))
        if (!this.#waiting.has(id)) added.push(summary)
        this.#waiting.set(id, summary)
      }
    }
    for (const listener of this.#listeners) listener(added)
  }

  /** Tells of every change of the queue, and which conflicts are new in it. The returned function ends it. */
  onChange(listener: (added: readonly ConflictSummary[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

function byArrival(left: ConflictSummary, right: ConflictSummary): number {
  return left.detectedAt - right.detectedAt
}

/** Records are written here, as what they are read as. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
