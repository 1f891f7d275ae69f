import { statSync } from 'node:fs'
import type { StorageStatistics } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'
import type { PrefixTable } from './prefix-table.ts'

const SAMPLES = 200

/** Counts and sizes that cost the same however much there is. */
export class StoreSizes {
  readonly #database: Connection
  readonly #prefixes: PrefixTable
  readonly #lastId
  readonly #bodySize
  readonly #bounds

  constructor(database: Connection, prefixes: PrefixTable) {
    this.#database = database
    this.#prefixes = prefixes
    this.#lastId = database.prepare<[], number>('SELECT ifnull(max(id), 0) FROM documents').pluck()
    this.#bounds = database.prepare<[], { first: number | null; last: number | null }>('SELECT (SELECT min(seq) FROM changes) AS first, (SELECT max(seq) FROM changes) AS last')
    this.#bodySize = database.prepare<[number], number>('SELECT ifnull(octet_length(body), 0) + ifnull(octet_length(metadata), 0) FROM changes WHERE seq = ?').pluck()
  }

  statistics(changes: number): StorageStatistics {
    const documents = this.#prefixes.documentsUnder('')
    // Documents are numbered from 1 and never forgotten: the ones that do not live are deleted.
    const deletedDocuments = (this.#lastId.get() ?? 0) - documents
    return { documents, deletedDocuments, changes, bytes: this.#fileBytes(), historyBytes: this.#estimateHistory(changes) }
  }

  #fileBytes(): number {
    return ['', '-wal'].reduce((sum, suffix) => sum + (statSync(this.#database.name + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
  }

  /** Bodies of the log: the mean of evenly spread samples, times their number. */
  #estimateHistory(changes: number): number {
    const { first, last } = this.#bounds.get() ?? { first: null, last: null }
    if (first === null || last === null) return 0
    const count = Math.min(SAMPLES, last - first + 1)
    let bytes = 0
    for (let index = 0; index < count; index += 1) bytes += this.#bodySize.get(first + Math.floor(((last - first) * index) / Math.max(1, count - 1))) ?? 0
    return Math.round((bytes / count) * changes)
  }
}
