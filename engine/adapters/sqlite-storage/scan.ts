import { compileFilter, compileKeyPattern, type DocumentFilter, type FilterableDocument } from '../../core/query/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type * as Port from '../../ports/storage.ts'
import type { ChangeRow } from './change-table.ts'
import { parseMetadata } from './document-table.ts'
import { AFTER_ALL, LISTED, NEXT, type ListedRow } from './listing.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'
import type { VersionReader } from './version-reader.ts'

interface ScannedRow extends ListedRow {
  readonly value: string | null
}

interface Found {
  readonly id: number
  readonly version: number
  readonly sizeBytes: number
  readonly updatedAt: number
}

export interface ScannerParts {
  readonly names: Names
  readonly versions: VersionReader
}

/** Looks through the documents in key order, a bounded step at a time. */
export class Scanner {
  readonly #parts: ScannerParts
  readonly #withValues
  readonly #withoutValues

  constructor(database: Connection, parts: ScannerParts) {
    this.#parts = parts
    const select = (columns: string) =>
      database.prepare<[string, string, number], ScannedRow>(
        `SELECT ${columns} FROM documents WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`,
      )
    this.#withValues = select(`${LISTED}, value`)
    this.#withoutValues = select(`${LISTED}, iif(value IS NULL, NULL, 'null') AS value`)
  }

  scan(
    query: Port.ScanQuery,
    page: { readonly cursor?: string; readonly examine: number },
    atSeq: number | undefined,
  ): Port.ScanSlice {
    const { filter, sort } = query
    const match = this.#compile(filter)
    const [from, to] = keyRange(filter)
    const statement = readsValues(filter) ? this.#withValues : this.#withoutValues
    const rows = statement.all(page.cursor === undefined ? from : page.cursor + NEXT, to, page.examine)
    const ids: number[] = []
    const sortValues: number[] = []
    for (const row of rows) {
      const found = match(row, atSeq)
      if (!found) continue
      ids.push(found.id)
      if (sort !== 'key') sortValues.push(found[sort])
    }
    return { ids, sortValues, examined: rows.length, cursor: rows.length < page.examine ? undefined : rows.at(-1)?.key }
  }

  #compile(filter: DocumentFilter): (row: ScannedRow, atSeq: number | undefined) => Found | undefined {
    const matches = compileFilter(filter)
    const needsValue = readsValues(filter)
    return (row, atSeq) => {
      if (atSeq === undefined || row.seq <= atSeq) return matches(this.#present(row)) ? presentRow(row) : undefined
      const past = this.#parts.versions.rowAt(row, atSeq)
      if (!past) return undefined
      const document = this.#past(row, past, needsValue)
      return document && matches(document) ? pastRow(row, past) : undefined
    }
  }

  #present({ key, updatedAt, actor, metadata, value }: ScannedRow): FilterableDocument {
    // The filter only looks: it needs neither an admitted value nor a checked one, and a scan reads very many.
    const parsed = value === null ? undefined : (JSON.parse(value) as JsonValue)
    return { key, updatedAt, actor: this.#parts.names.nameOf(actor), metadata: parseMetadata(metadata), value: parsed }
  }

  /** L-22: undefined when the filter asks for a value that was let go. */
  #past(row: ScannedRow, past: ChangeRow, needsValue: boolean): FilterableDocument | undefined {
    const { names, versions } = this.#parts
    if (needsValue && past.hash !== null && past.version < row.readableFrom) return undefined
    const value = past.hash === null ? undefined : needsValue ? versions.valueOf(row, past) : null
    return { key: row.key, updatedAt: past.at, actor: names.nameOf(past.actor), metadata: parseMetadata(past.metadata), value }
  }
}

function presentRow({ id, version, size, updatedAt }: ScannedRow): Found {
  return { id, version, sizeBytes: size ?? 0, updatedAt }
}

function pastRow({ id }: ScannedRow, { version, size, at }: ChangeRow): Found {
  return { id, version, sizeBytes: size, updatedAt: at }
}

/** Most filters look at keys, tags or times: then no value needs to be read and parsed. */
function readsValues(filter: DocumentFilter): boolean {
  return filter.terms.some(({ type }) => type === 'field' || type === 'text')
}

/** The keys that can match at all, from the first to before the second: what a key pattern begins with bounds the scan. */
function keyRange(filter: DocumentFilter): readonly [string, string] {
  const prefixes = filter.terms.flatMap((term) =>
    term.type === 'key' && !term.not ? [compileKeyPattern(term.pattern).prefix] : [],
  )
  const longest = prefixes.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '')
  return [longest, longest + AFTER_ALL]
}
