import { SrvraError } from '../../core/errors.ts'
import { canonicalText, parseCanonical, type Hash } from '../../core/json/index.ts'
import type { JournalEntry, RecordWrite } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'

interface Row {
  readonly n: number
  readonly seq: number
  readonly collection: string
  readonly id: string
  readonly value: string | null
  readonly hash: string
}

/** Writes of records in their order. Whether they are kept is a row of `meta`: it holds for every opening of the file. */
export class JournalTable {
  readonly #hash: Hash
  readonly #put
  readonly #page
  readonly #forget
  readonly #begin
  readonly #end
  readonly #last
  #kept: boolean

  constructor(database: Connection, hash: Hash) {
    this.#hash = hash
    this.#put = database.prepare<[number, string, string, string | null, string]>(
      'INSERT INTO journal (seq, collection, id, value, hash) VALUES (?, ?, ?, ?, ?)',
    )
    this.#page = database.prepare<[number, number], Row>('SELECT * FROM journal WHERE n > ? ORDER BY n LIMIT ?')
    this.#forget = database.prepare<[number]>('DELETE FROM journal WHERE n <= ?')
    this.#begin = database.prepare("INSERT OR REPLACE INTO meta VALUES ('journal', 'kept')")
    this.#end = database.prepare("DELETE FROM meta WHERE name = 'journal'")
    this.#last = database.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").pluck()
    this.#kept = database.prepare("SELECT 1 FROM meta WHERE name = 'journal'").get() !== undefined
  }

  get kept(): boolean {
    return this.#kept
  }

  /** To be called inside a transaction, as all that writes here. */
  keep(on: boolean): void {
    if (on) this.#begin.run()
    else {
      this.#end.run()
      this.forget(Number.MAX_SAFE_INTEGER)
    }
    this.#kept = on
  }

  /** The number of the newest entry that ever was. */
  last(): number {
    return this.#last.get() ?? 0
  }

  /** Notes what was written after a change, if that is wanted. */
  note(seq: number, writes: readonly RecordWrite[]): void {
    if (!this.#kept) return
    for (const { collection, id, value } of writes) {
      const text = value === undefined ? null : canonicalText(value)
      this.#put.run(seq, collection, id, text, this.#seal(seq, collection, id, text))
    }
  }

  forget(through: number): void {
    this.#forget.run(through)
  }

  /** Throws E_STORE_CORRUPT when an entry is not the one that was written. */
  page(after: number, limit: number): readonly JournalEntry[] {
    return this.#page.all(after, limit).map(({ n, seq, collection, id, value, hash }) => {
      if (this.#seal(seq, collection, id, value) !== hash) throw corruptEntry(n)
      return { n, seq, write: { collection, id, value: value === null ? undefined : parseCanonical(value) } }
    })
  }

  /** Entries after one, and whether each is the one that was written: for verification. */
  all(after: number, limit: number): readonly { readonly n: number; readonly intact: boolean }[] {
    return this.#page.all(after, limit).map(({ n, seq, collection, id, value, hash }) => ({
      n,
      intact: this.#seal(seq, collection, id, value) === hash,
    }))
  }

  #seal(seq: number, collection: string, id: string, text: string | null): string {
    return this.#hash(JSON.stringify([seq, collection, id, text]))
  }
}

function corruptEntry(n: number): SrvraError {
  const message = `Entry ${n} of the store's journal is not the one that was written: run verify, and make a new backup.`
  return new SrvraError('E_STORE_CORRUPT', message, { entry: n })
}
