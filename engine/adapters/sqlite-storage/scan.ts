import { compileFilter, compileKeyPattern, type DocumentFilter, type FilterableDocument } from '../../core/query/index.ts'
import { parseCanonical, sizeBytes } from '../../core/json/index.ts'
import type * as Port from '../../ports/storage.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import { parseMetadata } from './document-table.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'

interface ScannedRow {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly created_seq: number
  readonly updated_at: number
  readonly actor: number
  readonly metadata: string | null
  readonly size: number | null
  readonly value: string | null
}

const COLUMNS = 'id, key, version, seq, created_seq, updated_at, actor, metadata, octet_length(value) AS size'
/** No key holds NUL, so this leads from a key to the next one there can be. */
const NEXT = '\0'
const AFTER_ALL_KEYS = '\u{10ffff}'.repeat(2)

/** Looks through the documents in key order, a bounded step at a time. */
export class Scanner {
  readonly #names: Names
  readonly #withValues
  readonly #withoutValues

  constructor(database: Connection, names: Names) {
    this.#names = names
    const select = (columns: string) => database.prepare<[string, string, number], ScannedRow>(`SELECT ${columns} FROM documents WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`)
    this.#withValues = select(`${COLUMNS}, value`)
    this.#withoutValues = select(`${COLUMNS}, iif(value IS NULL, NULL, 'null') AS value`)
  }

  /** `past` reads a document as it was at `query.atSeq`. */
  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }, past: (key: string, seq: number) => StoredDocument | undefined): Port.ScanSlice {
    const { filter, sort, atSeq } = query
    const matches = compileFilter(filter)
    const [from, to] = keyRange(filter)
    const statement = readsValues(filter) ? this.#withValues : this.#withoutValues
    const rows = statement.all(page.cursor === undefined ? from : page.cursor + NEXT, to, page.examine)
    const ids: number[] = []
    const sortValues: number[] = []
    for (const row of rows) {
      if (atSeq !== undefined && row.created_seq > atSeq) continue
      const document = atSeq !== undefined && row.seq > atSeq ? past(row.key, atSeq) : undefined
      if (!matches(document ?? this.#filterable(row))) continue
      ids.push(row.id)
      if (sort !== 'key') sortValues.push(sortValue(sort, row, document))
    }
    return { ids, sortValues, examined: rows.length, cursor: rows.length < page.examine ? undefined : rows.at(-1)?.key }
  }

  #filterable(row: ScannedRow): FilterableDocument {
    const names = this.#names
    return {
      key: row.key,
      updatedAt: row.updated_at,
      actor: names.nameOf(row.actor),
      metadata: parseMetadata(row.metadata),
      value: row.value === null ? undefined : parseCanonical(row.value),
    }
  }
}

/** Most filters look at keys, tags or times: then no value needs to be read and parsed. */
function readsValues(filter: DocumentFilter): boolean {
  return filter.terms.some((term) => term.type === 'field' || term.type === 'text')
}

/** The keys that can match at all, from the first to before the second: what a key pattern begins with bounds the scan. */
function keyRange(filter: DocumentFilter): readonly [string, string] {
  const prefixes = filter.terms.flatMap((term) => (term.type === 'key' && !term.not ? [compileKeyPattern(term.pattern).prefix] : []))
  const longest = prefixes.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '')
  return [longest, longest + AFTER_ALL_KEYS]
}

function sortValue(sort: Exclude<Port.SortColumn, 'key'>, row: ScannedRow, past: StoredDocument | undefined): number {
  if (sort === 'version') return past?.version ?? row.version
  if (sort === 'updatedAt') return past?.updatedAt ?? row.updated_at
  if (past) return past.value === undefined ? 0 : sizeBytes(past.value)
  return row.size ?? 0
}
