import { LRUCache } from 'lru-cache'
import { SrvraError } from '../../core/errors.ts'
import { parseCanonical, rememberHash, sizeBytes, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'

/** A document with what the store knows beside it. */
export interface DocumentEntry {
  readonly id: number
  readonly createdSeq: number
  /** The oldest version whose value is still kept. */
  readonly readableFrom: number
  readonly document: StoredDocument
}

export interface DocumentTexts {
  readonly hash: string | null
  readonly metadata: string | null
  readonly value: string | null
}

export interface DocumentRow extends DocumentTexts {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly created_seq: number
  readonly created_at: number
  readonly updated_at: number
  readonly actor: number
  readonly readable_from: number
}

export const NO_METADATA: DocumentMetadata = Object.freeze({})

const CACHE_BYTES = 64 * 2 ** 20
/** A parsed value takes about three times its text, an entry itself some hundred bytes. */
const PARSED_FACTOR = 3
const ENTRY_BYTES = 400

/** The current documents, and a bounded cache of the ones that were used last, parsed and frozen. */
export class DocumentTable {
  readonly #names: Names
  readonly #hash: Hash
  readonly #select
  readonly #insert
  readonly #update
  readonly #range
  readonly #lastId
  readonly #readableFrom
  readonly #cache = new LRUCache<string, DocumentEntry>({ maxSize: CACHE_BYTES, sizeCalculation: cost })

  constructor(database: Connection, names: Names, hash: Hash) {
    this.#names = names
    this.#hash = hash
    this.#select = database.prepare<[string], DocumentRow>('SELECT * FROM documents WHERE key = ?')
    this.#insert = database.prepare(
      'INSERT INTO documents (key, version, seq, created_seq, created_at, updated_at, actor, readable_from, hash, metadata, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#update = database.prepare('UPDATE documents SET version = ?, seq = ?, updated_at = ?, actor = ?, hash = ?, metadata = ?, value = ? WHERE id = ?')
    this.#range = database.prepare<[number, number], DocumentRow>('SELECT * FROM documents WHERE id > ? AND id <= ? ORDER BY id')
    this.#lastId = database.prepare<[], number>('SELECT ifnull(max(id), 0) FROM documents').pluck()
    this.#readableFrom = database.prepare<[number, number]>('UPDATE documents SET readable_from = ? WHERE id = ?')
  }

  /** The document as it stands. Throws E_STORE_CORRUPT when its value is not the one that was written. */
  find(key: string): DocumentEntry | undefined {
    const cached = this.#cache.get(key)
    if (cached) return cached
    const row = this.#select.get(key)
    if (!row) return undefined
    const entry = this.#entryOf(row)
    this.#cache.set(key, entry)
    return entry
  }

  /** As `find`, past the cache in both directions: for readers that must not keep what they see. */
  peek(key: string): DocumentEntry | undefined {
    const row = this.#select.get(key)
    return row && this.#entryOf(row)
  }

  /** Rows as they are stored, by number: after one and up to another. */
  rows(after: number, upTo: number): readonly DocumentRow[] {
    return this.#range.all(after, upTo)
  }

  entries(after: number, upTo: number): readonly DocumentEntry[] {
    return this.rows(after, upTo).map((row) => this.#entryOf(row))
  }

  /** The number of the newest document. */
  lastId(): number {
    return this.#lastId.get() ?? 0
  }

  /** Notes that older versions were let go of. */
  setReadableFrom(entry: DocumentEntry, version: number): void {
    this.#readableFrom.run(version, entry.id)
    this.#cache.delete(entry.document.key)
  }

  isCached(key: string): boolean {
    return this.#cache.has(key)
  }

  insert(document: StoredDocument, texts: DocumentTexts): DocumentEntry {
    const { key, version, seq, createdAt, updatedAt, actor } = document
    const written = this.#insert.run(key, version, seq, seq, createdAt, updatedAt, this.#names.idOf(actor), version, texts.hash, texts.metadata, texts.value)
    return { id: Number(written.lastInsertRowid), createdSeq: seq, readableFrom: version, document }
  }

  update(entry: DocumentEntry, document: StoredDocument, texts: DocumentTexts): DocumentEntry {
    const { version, seq, updatedAt, actor } = document
    this.#update.run(version, seq, updatedAt, this.#names.idOf(actor), texts.hash, texts.metadata, texts.value, entry.id)
    return { ...entry, document }
  }

  /** Takes over what a commit made true. */
  remember(entries: Iterable<DocumentEntry>): void {
    for (const entry of entries) this.#cache.set(entry.document.key, entry)
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#cache.delete(key)
  }

  forgetAll(): void {
    this.#cache.clear()
  }

  #entryOf(row: DocumentRow): DocumentEntry {
    const value = row.value === null ? undefined : this.#checked(row.key, row.value, row.hash)
    const document: StoredDocument = {
      key: row.key,
      version: row.version,
      seq: row.seq,
      value,
      metadata: parseMetadata(row.metadata),
      actor: this.#names.nameOf(row.actor),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
    return { id: row.id, createdSeq: row.created_seq, readableFrom: row.readable_from, document }
  }

  #checked(key: string, text: string, hash: string | null): JsonValue {
    const digest = this.#hash(text)
    if (digest !== (hash ?? undefined)) throw corruptValue(key)
    const value = parseCanonical(text)
    rememberHash(value, this.#hash, digest)
    return value
  }
}

export function corruptValue(key: string): SrvraError {
  return new SrvraError('E_STORE_CORRUPT', `The stored value of '${key}' is not the one that was written: run verify, and restore the store from a backup.`, { key })
}

export function parseMetadata(text: string | null): DocumentMetadata {
  return text === null ? NO_METADATA : (parseCanonical(text) as DocumentMetadata)
}

function cost(entry: DocumentEntry): number {
  const { value } = entry.document
  return ENTRY_BYTES + (value === undefined ? 0 : PARSED_FACTOR * sizeBytes(value))
}
