import { parseCanonical, rememberHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { Change, DocumentMetadata } from '../../core/log/change.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import { corruptValue } from './corruption.ts'
import { DocumentCache } from './document-cache.ts'
import type { DocumentEntry, DocumentLine } from './document-entry.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'

/** What a document consists of on the disk. */
export interface DocumentTexts {
  readonly hash: string | null
  readonly metadata: string | null
  readonly value: string | null
}

/** A document as it is stored. */
export interface DocumentRow extends DocumentLine, DocumentTexts {
  readonly updatedAt: number
  readonly actor: number
}

const NO_METADATA: DocumentMetadata = Object.freeze({})
const CACHE_BYTES = 64 * 2 ** 20
const LINE = 'id, key, version, seq, created_seq AS createdSeq, created_at AS createdAt, readable_from AS readableFrom'
const ROW = `${LINE}, updated_at AS updatedAt, actor, hash, metadata, value`

/** The current documents, and the ones that were used last in memory. */
export class DocumentTable {
  readonly #names: Names
  readonly #hash: Hash
  readonly #row
  readonly #line
  readonly #lines
  readonly #rows
  readonly #insert
  readonly #update
  readonly #lastId
  readonly #readableFrom
  readonly #cache = new DocumentCache(CACHE_BYTES)

  constructor(database: Connection, names: Names, hash: Hash) {
    this.#names = names
    this.#hash = hash
    this.#row = database.prepare<[string], DocumentRow>(`SELECT ${ROW} FROM documents WHERE key = ?`)
    this.#line = database.prepare<[string], DocumentLine>(`SELECT ${LINE} FROM documents WHERE key = ?`)
    this.#lines = database.prepare<[number, number], DocumentLine>(`SELECT ${LINE} FROM documents WHERE id > ? ORDER BY id LIMIT ?`)
    this.#rows = database.prepare<[number, number], DocumentRow>(`SELECT ${ROW} FROM documents WHERE id > ? ORDER BY id LIMIT ?`)
    this.#insert = database.prepare(
      'INSERT INTO documents (key, version, seq, created_seq, created_at, updated_at, actor, readable_from, hash, metadata, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#update = database.prepare(
      'UPDATE documents SET version = ?, seq = ?, updated_at = ?, actor = ?, hash = ?, metadata = ?, value = ? WHERE id = ?',
    )
    this.#lastId = database.prepare<[], number>('SELECT ifnull(max(id), 0) FROM documents').pluck()
    this.#readableFrom = database.prepare<[number, number]>('UPDATE documents SET readable_from = ? WHERE id = ?')
  }

  /** The document as it stands. Throws E_STORE_CORRUPT when its value is not the one that was written (L-8). */
  find(key: string): DocumentEntry | undefined {
    const cached = this.#cache.get(key)
    if (cached) return cached
    const entry = this.peek(key)
    if (entry) this.#cache.set(entry)
    return entry
  }

  /** As `find`, past the cache in both directions: for a bulk, whose documents nobody else may see yet. */
  peek(key: string): DocumentEntry | undefined {
    const row = this.#row.get(key)
    return row && this.#entryOf(row)
  }

  isCached(key: string): boolean {
    return this.#cache.has(key)
  }

  /** What is known of a key without reading its value. */
  line(key: string): DocumentLine | undefined {
    return this.#line.get(key)
  }

  /** The same for all documents, in pages by number. */
  lines(after: number, limit: number): readonly DocumentLine[] {
    return this.#lines.all(after, limit)
  }

  /** Everything that is stored of them, unchecked. */
  rows(after: number, limit: number): readonly DocumentRow[] {
    return this.#rows.all(after, limit)
  }

  /** The number of the newest document. */
  lastId(): number {
    return this.#lastId.get() ?? 0
  }

  /** Notes that the values of older versions were let go. */
  setReadableFrom(line: DocumentLine, version: number): void {
    this.#readableFrom.run(version, line.id)
    this.#cache.delete(line.key)
  }

  /** Writes what a change makes of a document: a new one, or the one before. */
  write(change: Change, before: DocumentEntry | undefined, texts: DocumentTexts, size: number): DocumentEntry {
    const { key, version, seq, value, metadata, at } = change
    const actor = this.#names.idOf(change.actor)
    const createdAt = before ? before.createdAt : at
    const document: StoredDocument = { key, version, seq, value, metadata, actor: change.actor, createdAt, updatedAt: at }
    if (!before) {
      const { lastInsertRowid } = this.#insert.run(
        key,
        version,
        seq,
        seq,
        at,
        at,
        actor,
        version,
        texts.hash,
        texts.metadata,
        texts.value,
      )
      return { id: Number(lastInsertRowid), key, version, seq, createdSeq: seq, createdAt, readableFrom: version, size, document }
    }
    const { id, createdSeq, readableFrom } = before
    this.#update.run(version, seq, at, actor, texts.hash, texts.metadata, texts.value, id)
    return { id, key, version, seq, createdSeq, createdAt, readableFrom, size, document }
  }

  /** Takes over what a commit made true. */
  remember(entries: Iterable<DocumentEntry>): void {
    for (const entry of entries) this.#cache.set(entry)
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#cache.delete(key)
  }

  forgetAll(): void {
    this.#cache.clear()
  }

  #entryOf(row: DocumentRow): DocumentEntry {
    const { id, key, version, seq, createdSeq, createdAt, updatedAt, readableFrom } = row
    const value = row.value === null ? undefined : this.#checked(key, row.value, row.hash)
    const document: StoredDocument = {
      key,
      version,
      seq,
      value,
      metadata: parseMetadata(row.metadata),
      actor: this.#names.nameOf(row.actor),
      createdAt,
      updatedAt,
    }
    return { id, key, version, seq, createdSeq, createdAt, readableFrom, size: row.value?.length ?? 0, document }
  }

  #checked(key: string, text: string, hash: string | null): JsonValue {
    const digest = this.#hash(text)
    if (digest !== hash) throw corruptValue(key)
    const value = parseCanonical(text)
    rememberHash(value, this.#hash, digest)
    return value
  }
}

export function parseMetadata(text: string | null): DocumentMetadata {
  return text === null ? NO_METADATA : (parseCanonical(text) as DocumentMetadata)
}
