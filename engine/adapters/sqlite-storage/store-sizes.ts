import { statSync } from 'node:fs'
import type { StorageStatistics } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'
import type { PrefixTable } from './prefix-table.ts'

const SAMPLES = 200
/** What a row of the log takes beside its texts. */
const ROW_BYTES = 150

/** Counts and sizes that cost the same however much there is. */
export class StoreSizes {
  readonly #database: Connection
  readonly #prefixes: PrefixTable
  readonly #rowSize

  constructor(database: Connection, prefixes: PrefixTable) {
    this.#database = database
    this.#prefixes = prefixes
    this.#rowSize = database
      .prepare<[number], number>(
        `SELECT ${ROW_BYTES} + ifnull(octet_length(body), 0) + ifnull(octet_length(metadata), 0) FROM changes WHERE seq = ?`,
      )
      .pluck()
  }

  /** Of the log after one position and up to another. Documents are numbered from 1 and never forgotten. */
  statistics(after: number, upTo: number, lastDocument: number): StorageStatistics {
    const documents = this.#prefixes.documentsUnder('')
    return {
      documents,
      deletedDocuments: lastDocument - documents,
      changes: upTo - after,
      bytes: this.#fileBytes(),
      historyBytes: this.#estimateHistory(after, upTo),
    }
  }

  #fileBytes(): number {
    return ['', '-wal'].reduce(
      (sum, suffix) => sum + (statSync(this.#database.name + suffix, { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  }

  /** Rows of the log: the mean of evenly spread samples, times their number. */
  #estimateHistory(after: number, upTo: number): number {
    const count = Math.min(SAMPLES, upTo - after)
    let bytes = 0
    for (let index = 1; index <= count; index += 1)
      bytes += this.#rowSize.get(after + Math.round(((upTo - after) * index) / count)) ?? 0
    return count === 0 ? 0 : Math.round((bytes / count) * (upTo - after))
  }
}
