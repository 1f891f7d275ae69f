import { LRUCache } from 'lru-cache'
import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import { localSeq } from '../../core/log/op-id.ts'
import type * as Port from '../../ports/storage.ts'
import type { KeyedChangeRow } from './change-table.ts'
import { corruptHistory } from './corruption.ts'
import type { DocumentLine } from './document-entry.ts'
import { parseMetadata } from './document-table.ts'
import type { LogWriter } from './log-writer.ts'
import type { Tables } from './tables.ts'

interface Known {
  readonly seq: number
  readonly value: JsonValue
}

const KNOWN_BYTES = 16 * 2 ** 20
const ENTRY_BYTES = 100

/** The log in the order of its making. */
export class LogReader {
  readonly #tables: Tables
  readonly #log: LogWriter
  /** Values by document as the pages read last left them: whoever reads on finds the delta's base there. */
  readonly #known = new LRUCache<number, Known>({ maxSize: KNOWN_BYTES })

  constructor(tables: Tables, log: LogWriter) {
    this.#tables = tables
    this.#log = log
  }

  entries(page: { readonly after: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#rows(page).map((row) => this.#tables.changes.entry(row))
  }

  changes(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    const { changes } = this.#tables
    return this.#rows(page).map((row) => ({
      ...changes.summary(row, row.key),
      value: this.valueOf(row),
      metadata: parseMetadata(row.metadata),
    }))
  }

  /** What became of an operation, also when compaction has let its change go. */
  operation(opId: string, storeId: string): Port.OperationTrace | undefined {
    const { changes, operations } = this.#tables
    const seq = changes.seqOfOperation(opId) ?? localSeq(storeId, opId)
    const row = seq === undefined || seq > this.#log.head.seq ? undefined : changes.getKeyed(seq)
    const entry = row && changes.entry(row)
    if (!entry || entry.opId !== opId) return operations.find(opId)
    const { key, version, kind, hash } = entry
    return { seq: entry.seq, key, version, kind, hash }
  }

  /** The chain's link at a change, or at the horizon. Throws E_COMPACTED below it, E_RANGE above the head. */
  link(seq: number): string {
    const { horizon } = this.#tables.meta
    if (seq === horizon.seq) return horizon.chain
    const row = seq > this.#log.head.seq ? undefined : this.#tables.changes.get(seq)
    if (row) return row.chain
    throw seq < horizon.seq
      ? new SrvraError('E_COMPACTED', `Changes up to ${horizon.seq} have been compacted away.`, { seq, oldest: horizon.seq })
      : new SrvraError('E_RANGE', `The log ends at ${this.#log.head.seq}: there is no change ${seq}.`, { seq })
  }

  /** Forgets what was read: for those who must see what is on the disk. */
  forget(): void {
    this.#known.clear()
  }

  /** The value that a row led to. Throws E_COMPACTED and E_STORE_CORRUPT. */
  valueOf(row: KeyedChangeRow): JsonValue | undefined {
    const { versions, documents } = this.#tables
    if (row.hash === null) return undefined
    const line = documents.line(row.key)
    if (line?.id !== row.document) throw corruptHistory(row.key, row.seq)
    const value = this.#next(line, row) ?? versions.valueOf(line, row)
    if (value !== undefined) this.#known.set(row.document, { seq: row.seq, value }, { size: ENTRY_BYTES + 3 * row.size })
    return value
  }

  /** The last position at or before an instant, by halving: `at` never falls along the log. */
  seqAt(at: number): number {
    const { changes, meta } = this.#tables
    if (at < meta.horizon.at) return 0
    let low = meta.horizon.seq
    let high = this.#log.head.seq
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((changes.timeOf(middle) ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return low
  }

  #next(line: DocumentLine, row: KeyedChangeRow): JsonValue | undefined {
    const before = this.#known.get(row.document)
    return before?.seq === row.previous && row.version >= line.readableFrom
      ? this.#tables.versions.nextValue(line, row, before.value)
      : undefined
  }

  #rows({ after, limit }: { readonly after: number; readonly limit: number }): readonly KeyedChangeRow[] {
    const oldest = this.#tables.meta.horizon.seq
    if (after < oldest)
      throw new SrvraError('E_COMPACTED', `Changes up to ${oldest} have been compacted away; the log can be read from there on.`, {
        seq: after,
        oldest,
      })
    return this.#tables.changes.page(after, this.#log.head.seq, limit)
  }
}
