import { SrvraError } from '../../core/errors.ts'
import { canonicalText, parseCanonical, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { RecordWrite, StoredRecord } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'

interface Row {
  readonly id: string
  readonly value: string
  readonly hash: string
}

/** What features keep beside the log. No chain covers it, so each record bears a hash of its own. */
export class RecordTable {
  readonly #hash: Hash
  readonly #put
  readonly #remove
  readonly #get
  readonly #page
  readonly #all
  readonly #collections

  constructor(database: Connection, hash: Hash) {
    this.#hash = hash
    this.#put = database.prepare<[string, string, string, string]>(
      'INSERT INTO records (collection, id, value, hash) VALUES (?, ?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET value = excluded.value, hash = excluded.hash',
    )
    this.#remove = database.prepare<[string, string]>('DELETE FROM records WHERE collection = ? AND id = ?')
    this.#get = database.prepare<[string, string], Row>('SELECT id, value, hash FROM records WHERE collection = ? AND id = ?')
    this.#all = database.prepare<[string, string, number], Row & { readonly collection: string }>(
      'SELECT collection, id, value, hash FROM records WHERE (collection, id) > (?, ?) ORDER BY collection, id LIMIT ?',
    )
    this.#collections = database.prepare<[], string>('SELECT DISTINCT collection FROM records ORDER BY collection').pluck()
    this.#page = database.prepare<[string, string, number], Row>(
      'SELECT id, value, hash FROM records WHERE collection = ? AND id > ? ORDER BY id LIMIT ?',
    )
  }

  /** To be called inside a transaction. */
  write(writes: readonly RecordWrite[]): void {
    for (const { collection, id, value } of writes) {
      if (value === undefined) this.#remove.run(collection, id)
      else {
        const text = canonicalText(value)
        this.#put.run(collection, id, text, this.#seal(collection, id, text))
      }
    }
  }

  /** Throws E_STORE_CORRUPT when the record is not the one that was written. */
  read(collection: string, id: string): JsonValue | undefined {
    const row = this.#get.get(collection, id)
    return row && this.#checked(collection, row)
  }

  page(collection: string, { after = '', limit }: { readonly after?: string; readonly limit: number }): readonly StoredRecord[] {
    return this.#page.all(collection, after, limit).map((row) => ({ id: row.id, value: this.#checked(collection, row) }))
  }

  collections(): readonly string[] {
    return this.#collections.all()
  }

  /** The records of all collections after one, and whether each is the one that was written: for verification. */
  all(
    after: { readonly collection: string; readonly id: string },
    limit: number,
  ): readonly { readonly collection: string; readonly id: string; readonly intact: boolean }[] {
    return this.#all.all(after.collection, after.id, limit).map(({ collection, id, value, hash }) => ({
      collection,
      id,
      intact: this.#seal(collection, id, value) === hash,
    }))
  }

  #checked(collection: string, { id, value, hash }: Row): JsonValue {
    if (this.#seal(collection, id, value) === hash) return parseCanonical(value)
    const message = `The record '${id}' of '${collection}' is not the one that was written: run verify, and restore the store from a backup.`
    throw new SrvraError('E_STORE_CORRUPT', message, { collection, id })
  }

  #seal(collection: string, id: string, text: string): string {
    return this.#hash(`${collection}\0${id}\0${text}`)
  }
}
