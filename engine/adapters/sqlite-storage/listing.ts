import { compareCodePoints } from '../../core/query/index.ts'
import type * as Port from '../../ports/storage.ts'
import type { ChangeRow } from './change-table.ts'
import type { DocumentLine } from './document-entry.ts'
import { parseMetadata } from './document-table.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'
import type { VersionReader } from './version-reader.ts'

/** What lists need of a document's row: its value is not read, only its length. */
export interface ListedRow extends DocumentLine {
  readonly updatedAt: number
  readonly actor: number
  readonly metadata: string | null
  readonly size: number | null
}

export const LISTED =
  'id, key, version, seq, created_seq AS createdSeq, created_at AS createdAt, readable_from AS readableFrom, updated_at AS updatedAt, actor, metadata, octet_length(value) AS size'

/** What identifies a document's contents. */
interface HashedRow extends DocumentLine {
  readonly hash: string | null
}

const HASHED = 'id, key, version, seq, created_seq AS createdSeq, created_at AS createdAt, readable_from AS readableFrom, hash'

/** No key holds NUL, so this leads from a key to the next one there can be. */
export const NEXT = '\0'
/** Behind a prefix: sorts after every key that begins with it. */
export const AFTER_ALL = '\u{10ffff}'.repeat(2)

export interface ListingParts {
  readonly names: Names
  readonly versions: VersionReader
}

/** Pages of the documents, now and as they were. */
export class Listing {
  readonly #parts: ListingParts
  readonly #byId
  readonly #page
  readonly #hashes

  constructor(database: Connection, parts: ListingParts) {
    this.#parts = parts
    this.#byId = database.prepare<[number], ListedRow>(`SELECT ${LISTED} FROM documents WHERE id = ?`)
    this.#page = database.prepare<[string, string, number, number], ListedRow>(
      `SELECT ${LISTED} FROM documents WHERE key >= ? AND key < ? AND created_seq <= ? ORDER BY key LIMIT ?`,
    )
    this.#hashes = database.prepare<[string, string, number, number], HashedRow>(
      `SELECT ${HASHED} FROM documents WHERE key >= ? AND key < ? AND created_seq <= ? ORDER BY key LIMIT ?`,
    )
  }

  /** A document by its number, as it is or as it was. */
  row(id: number, atSeq: number | undefined): Port.DocumentRow | undefined {
    const row = this.#byId.get(id)
    return row && this.rowAt(row, atSeq)
  }

  /** Live documents in key order. */
  page(
    page: { readonly prefix?: string; readonly after?: string; readonly limit: number },
    atSeq: number | undefined,
  ): readonly Port.DocumentRow[] {
    const { prefix = '', after, limit } = page
    const found: Port.DocumentRow[] = []
    let from = after !== undefined && compareCodePoints(after, prefix) >= 0 ? after + NEXT : prefix
    while (found.length < limit) {
      const rows = this.#page.all(from, prefix + AFTER_ALL, atSeq ?? Number.MAX_SAFE_INTEGER, limit)
      for (const row of rows) {
        const seen = found.length < limit ? this.rowAt(row, atSeq) : undefined
        if (seen && !seen.deleted) found.push(seen)
      }
      if (rows.length < limit) break
      from = (rows.at(-1) as ListedRow).key + NEXT
    }
    return found
  }

  /** Live documents with their content hashes, in key order; while a bulk is open, as they were before it. */
  hashes(
    page: { readonly prefix?: string; readonly after?: string; readonly limit: number },
    pinnedSeq: number | undefined,
  ): readonly Port.DocumentHash[] {
    const { prefix = '', after, limit } = page
    const found: Port.DocumentHash[] = []
    let from = after !== undefined && compareCodePoints(after, prefix) >= 0 ? after + NEXT : prefix
    while (found.length < limit) {
      const rows = this.#hashes.all(from, prefix + AFTER_ALL, pinnedSeq ?? Number.MAX_SAFE_INTEGER, limit)
      for (const row of rows) {
        const seen = found.length < limit ? this.#hashAt(row, pinnedSeq) : undefined
        if (seen) found.push(seen)
      }
      if (rows.length < limit) break
      from = (rows.at(-1) as HashedRow).key + NEXT
    }
    return found
  }

  rowAt(row: ListedRow, atSeq: number | undefined): Port.DocumentRow | undefined {
    if (atSeq === undefined || row.seq <= atSeq) return this.#present(row)
    const past = this.#parts.versions.rowAt(row, atSeq)
    return past && this.#past(row, past)
  }

  #hashAt(row: HashedRow, pinnedSeq: number | undefined): Port.DocumentHash | undefined {
    const { key } = row
    const past = pinnedSeq === undefined || row.seq <= pinnedSeq ? row : this.#parts.versions.rowAt(row, pinnedSeq)
    return past && past.hash !== null ? { key, version: past.version, hash: past.hash } : undefined
  }

  #present(row: ListedRow): Port.DocumentRow {
    const { id, key, version, seq, size, updatedAt } = row
    return {
      id,
      key,
      version,
      seq,
      sizeBytes: size ?? 0,
      updatedAt,
      actor: this.#parts.names.nameOf(row.actor),
      tags: tagsOf(row.metadata),
      deleted: size === null,
    }
  }

  #past({ id, key }: ListedRow, past: ChangeRow): Port.DocumentRow {
    const { version, seq, size, at } = past
    return {
      id,
      key,
      version,
      seq,
      sizeBytes: size,
      updatedAt: at,
      actor: this.#parts.names.nameOf(past.actor),
      tags: tagsOf(past.metadata),
      deleted: past.hash === null,
    }
  }
}

function tagsOf(metadata: string | null): readonly string[] {
  return metadata === null ? [] : (parseMetadata(metadata).tags ?? [])
}
