import { SrvraError } from '../../core/errors.ts'
import type { Hash, JsonValue } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'
import type { AuditedCommit, ChangeAuditor } from '../../state/change-auditor.ts'
import { entryRecord, linkOf, STATE } from './audit-entry.ts'
import type { AuditNote } from './audit-entry.ts'
import { changeNotes, noteOfRun } from './change-notes.ts'
import type { TimedNote } from './change-notes.ts'
import { END, readEnd } from './trail-ends.ts'
import type { TrailEnd } from './trail-ends.ts'

export interface AuditTrailParts {
  readonly storage: Storage
  readonly hash: Hash
  readonly clock: Clock
  /** Told of the newest entry whenever there are more. */
  readonly onGrown: (end: TrailEnd) => void
}

/** What cannot be written for so long is a reason to refuse. */
const MOST_WAITING = 10_000

/** The record of who did what: entries that hang on each other, written with what they are about. */
export class AuditTrail implements ChangeAuditor {
  readonly #parts: AuditTrailParts
  /** Entries that go with the next commit, in their places already: nothing comes between. */
  #waiting: RecordWrite[] = []
  /** The newest entry that is in the store, and the newest that waits. */
  #end: TrailEnd
  #tip: TrailEnd

  constructor(parts: AuditTrailParts) {
    this.#parts = parts
    this.#end = readEnd(parts.storage, parts.hash)
    this.#tip = this.#end
  }

  /** The newest entry, and the last change of the log that the trail vouches for. */
  get end(): TrailEnd {
    return this.#end
  }

  ofCommit(changes: readonly Change[]): AuditedCommit {
    return this.#withNext(changeNotes(changes), changes.at(-1)?.seq)
  }

  ofBulk(first: Change, last: Change): AuditedCommit {
    return this.#withNext([noteOfRun(first, last)], last.seq)
  }

  /**
   * Puts on record what is no change of the log; it is on the disk when this returns. While a bulk is written it waits for
   * the bulk's end. Throws what the store throws: then it must not happen either.
   */
  note(note: AuditNote): void {
    const [waiting, tip] = [this.#waiting.length, this.#tip]
    this.later(note)
    try {
      this.flush()
    } catch (error) {
      if (error instanceof SrvraError && error.code === 'E_STORE_BUSY') return
      this.#waiting.length = waiting
      this.#tip = tip
      throw error
    }
  }

  /** Puts on record from which change of the log on the trail vouches for changes, and why from there. */
  begin(seq: number, note: AuditNote): void {
    this.#append(this.#withNext([{ note, at: this.#parts.clock.now() }], seq))
  }

  /** Puts on record with the next commit what need not be there before anything else happens. Throws E_AUDIT_FULL. */
  later(note: AuditNote): void {
    if (this.#waiting.length >= MOST_WAITING) throw new SrvraError('E_AUDIT_FULL', FULL, { waiting: MOST_WAITING })
    const { records, end } = this.#after(this.#tip, [{ note, at: this.#parts.clock.now() }])
    this.#waiting.push(...records)
    this.#tip = end
  }

  /** Writes what waits. Throws what the store throws; then it goes on waiting. */
  flush(): void {
    if (this.#waiting.length > 0) this.#append(this.#withNext([]))
  }

  #append(commit: AuditedCommit): void {
    // A medium that is slow keeps the order of what it is given.
    void this.#parts.storage.append([], commit.records)
    commit.committed()
  }

  /** What waits, and after it what a commit is about: both go in with it, or neither does. */
  #withNext(notes: readonly TimedNote[], seq = this.#end.seq): AuditedCommit {
    const { records, end } = this.#after({ ...this.#tip, seq }, notes)
    const reached = { collection: STATE, id: END, value: end as unknown as JsonValue }
    return { records: [...this.#waiting, ...records, reached], committed: () => this.#reach(end) }
  }

  #after(tip: TrailEnd, notes: readonly TimedNote[]): { readonly records: readonly RecordWrite[]; readonly end: TrailEnd } {
    const { hash, storage } = this.#parts
    let { n, link } = tip
    const records = notes.map(({ note, at }) => {
      const entry = { ...note, n: ++n, at }
      link = linkOf(link, entry, hash)
      return entryRecord({ ...entry, link })
    })
    return { records, end: { n, link, seq: tip.seq, epoch: storage.epoch } }
  }

  #reach(end: TrailEnd): void {
    this.#end = end
    this.#tip = end
    this.#waiting = []
    this.#parts.onGrown(end)
  }
}

const FULL =
  'The audit trail cannot be written, and too much waits for it: nothing more is taken that must be on record. See what keeps the store from writing.'
