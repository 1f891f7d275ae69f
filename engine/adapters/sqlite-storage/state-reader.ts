import { SrvraError } from '../../core/errors.ts'
import type * as Port from '../../ports/storage.ts'
import type { DocumentLine } from './document-entry.ts'
import type { LogWriter } from './log-writer.ts'
import type { Tables } from './tables.ts'
import { compacted } from './version-reader.ts'

/** Documents as they are, and as they were. During a bulk they are as they were when it began. */
export class StateReader {
  readonly #tables: Tables
  readonly #log: LogWriter

  constructor(tables: Tables, log: LogWriter) {
    this.#tables = tables
    this.#log = log
  }

  read(key: string): Port.StoredDocument | undefined {
    const { pinnedSeq } = this.#log
    const { documents } = this.#tables
    if (pinnedSeq === undefined || documents.isCached(key)) return documents.find(key)?.document
    return this.readAt(key, pinnedSeq)
  }

  readVersion(key: string, version: number): Port.StoredDocument | undefined {
    const line = this.#tables.documents.line(key)
    if (!line || version < 1 || version > line.version) return undefined
    const { versions, meta } = this.#tables
    const row = versions.rowUpToVersion(line, version)
    if (row) return row.version === version && row.seq <= this.#log.head.seq ? versions.documentOf(line, row) : undefined
    // The history ends above this version: it was cut there, or began there.
    if (line.createdSeq <= meta.horizon.seq) throw compacted(line, version)
    return undefined
  }

  readAt(key: string, seq: number): Port.StoredDocument | undefined {
    this.#assertInHorizon(seq)
    const line = this.#tables.documents.line(key)
    if (!line) return undefined
    if (line.seq <= seq) return this.#tables.documents.find(key)?.document
    const row = this.#tables.versions.rowAt(line, seq)
    return row && this.#tables.versions.documentOf(line, row)
  }

  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
    return this.#tables.scanner.scan(query, page, this.#position(query.atSeq))
  }

  rows(ids: readonly number[], atSeq?: number): readonly (Port.DocumentRow | undefined)[] {
    const position = this.#position(atSeq)
    return ids.map((id) => this.#tables.listing.row(id, position))
  }

  list(page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
    return this.#tables.listing.page(page, this.#position(page.atSeq))
  }

  children(page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
    const { pinnedSeq } = this.#log
    const { tree, documents, versions } = this.#tables
    if (pinnedSeq === undefined) return tree.children(page)
    return tree.children(page, (key) => {
      const line = documents.line(key)
      return line !== undefined && (versions.rowAt(line, pinnedSeq)?.hash ?? null) !== null
    })
  }

  /** Newest first. */
  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    const line = this.#tables.documents.line(key)
    if (!line) return []
    const entries: Port.HistoryEntry[] = []
    for (let seq = this.#newestSeq(line, page.before); seq > 0 && entries.length < page.limit;) {
      const row = this.#tables.changes.getKeyed(seq)
      if (!row) break
      entries.push(this.#tables.changes.entry(row))
      seq = row.previous
    }
    return entries
  }

  /** Where a page of history begins: below a version, and not above what may be seen. */
  #newestSeq(line: DocumentLine, before: number | undefined): number {
    const { versions } = this.#tables
    const newest = before === undefined ? line.seq : (versions.rowUpToVersion(line, before - 1)?.seq ?? 0)
    const head = this.#log.head.seq
    return newest <= head ? newest : (versions.rowAt(line, head)?.seq ?? 0)
  }

  #position(atSeq: number | undefined): number | undefined {
    if (atSeq !== undefined) this.#assertInHorizon(atSeq)
    return atSeq ?? this.#log.pinnedSeq
  }

  #assertInHorizon(seq: number): void {
    const oldest = this.#tables.meta.horizon.seq
    if (seq >= oldest) return
    throw new SrvraError('E_COMPACTED', `The state at ${seq} has been compacted away; the oldest that can be read is ${oldest}.`, {
      seq,
      oldest,
    })
  }
}
