import { sizeBytes } from '../../core/json/index.ts'
import type * as Port from '../../ports/storage.ts'
import { parseMetadata } from './document-table.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'
import type { PrefixTable } from './prefix-table.ts'

/** What lists need of a document's row: its value is not read, only its length. */
export interface ListedRow {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly created_seq: number
  readonly updated_at: number
  readonly actor: number
  readonly metadata: string | null
  readonly size: number | null
}

const LISTED = 'id, key, version, seq, created_seq, updated_at, actor, metadata, octet_length(value) AS size'

/** No key holds NUL, so this leads from a key to the next one there can be. */
const NEXT = '\0'
const AFTER_ALL_KEYS = '\u{10ffff}'.repeat(2)
/** Sorts after every key that continues a path: '/' is followed by '0'. */
const AFTER_SLASH = '0'

/** Pages of the current documents and of the key tree. */
export class Listing {
  readonly #names: Names
  readonly #prefixes: PrefixTable
  readonly #byId
  readonly #page
  readonly #nextKey
  readonly #isLive

  constructor(database: Connection, names: Names, prefixes: PrefixTable) {
    this.#names = names
    this.#prefixes = prefixes
    this.#byId = database.prepare<[number], ListedRow>(`SELECT ${LISTED} FROM documents WHERE id = ?`)
    this.#page = database.prepare<[string, string, number], ListedRow>(`SELECT ${LISTED} FROM documents WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`)
    this.#nextKey = database.prepare<[string], { key: string; live: number }>('SELECT key, value IS NOT NULL AS live FROM documents WHERE key >= ? ORDER BY key LIMIT 1')
    this.#isLive = database.prepare<[string], number>('SELECT value IS NOT NULL FROM documents WHERE key = ?').pluck()
  }

  byId(id: number): ListedRow | undefined {
    return this.#byId.get(id)
  }

  /** Live documents in key order; `at` says what a row was at the instant that is asked for, if it was. */
  live(page: { readonly prefix?: string; readonly after?: string; readonly limit: number }, at: (row: ListedRow) => Port.DocumentRow | undefined): readonly Port.DocumentRow[] {
    const { prefix = '', after, limit } = page
    const found: Port.DocumentRow[] = []
    let from = after !== undefined && after >= prefix ? after + NEXT : prefix
    while (found.length < limit) {
      const rows = this.#page.all(from, prefix + AFTER_ALL_KEYS, limit)
      for (const row of rows) {
        const seen = found.length < limit ? at(row) : undefined
        if (seen && !seen.deleted) found.push(seen)
      }
      if (rows.length < limit) break
      from = (rows.at(-1) as ListedRow).key + NEXT
    }
    return found
  }

  rowOf(row: ListedRow): Port.DocumentRow {
    const { id, key, version, seq, size } = row
    const tags = row.metadata === null ? [] : (parseMetadata(row.metadata).tags ?? [])
    return { id, key, version, seq, sizeBytes: size ?? 0, updatedAt: row.updated_at, actor: this.#names.nameOf(row.actor), tags, deleted: size === null }
  }

  rowOfPast(id: number, document: Port.StoredDocument): Port.DocumentRow {
    const { key, version, seq, value, updatedAt, actor, metadata } = document
    return { id, key, version, seq, sizeBytes: value === undefined ? 0 : sizeBytes(value), updatedAt, actor, tags: metadata.tags ?? [], deleted: value === undefined }
  }

  /** One level of the tree by skipping: each node costs a seek or two, however many documents lie under it. */
  children(page: { readonly prefix: string; readonly after?: string; readonly limit: number }): readonly Port.PrefixNode[] {
    const base = page.prefix === '' ? '' : `${page.prefix}/`
    const nodes: Port.PrefixNode[] = []
    let from = page.after === undefined ? base : this.#beyond(base + page.after)
    while (nodes.length < page.limit) {
      const next = this.#nextKey.get(from)
      if (!next?.key.startsWith(base)) break
      const rest = next.key.slice(base.length)
      const slash = rest.indexOf('/')
      const name = slash < 0 ? rest : rest.slice(0, slash)
      const path = base + name
      const below = this.#prefixes.documentsUnder(path)
      const live = slash < 0 ? next.live === 1 : this.#isLive.get(path) === 1
      // A key that is a document and a prefix comes where the document lies; its deeper keys were counted there.
      if (slash < 0 ? live : !live && below > 0) nodes.push({ name, path, documents: below + Number(live), branch: below > 0 })
      from = slash < 0 ? `${path}\0` : path + AFTER_SLASH
    }
    return nodes
  }

  /** Where a listing goes on after a node. */
  #beyond(path: string): string {
    return this.#isLive.get(path) === 1 ? `${path}\0` : path + AFTER_SLASH
  }
}
