import { SrvraError } from '../../core/errors.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { Random } from '../../ports/random.ts'
import type * as Port from '../../ports/storage.ts'
import { nodeSha256 } from '../node-hash.ts'
import { systemRandom } from '../system-random.ts'
import type { KeyedChangeRow } from './change-table.ts'
import { compact } from './compaction.ts'
import type { DocumentEntry } from './document-table.ts'
import { judge } from './failures.ts'
import { HighWaterMark } from './high-water-mark.ts'
import type { ListedRow } from './listing.ts'
import { assertContiguous, assertNotBehind, headAfter, readHead, type LogHead } from './log-head.ts'
import { migrate } from './migrations.ts'
import { assertSynchronous, openDatabase, type Connection, type Synchronous } from './open-database.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { lockedBy, noteOwner, openFolder, syncFolder, type StoreFolder } from './store-folder.ts'
import { createTables, type Tables } from './tables.ts'
import { stateDigest, verify } from './verification.ts'
import { compacted } from './version-reader.ts'

export interface SqliteStorageOptions {
  /** The folder of the store; made when it is not there. */
  readonly dir: string
  /** FULL (the default): on the disk before a write answers. NORMAL: a power cut may take the last writes. */
  readonly synchronous?: Synchronous
  readonly hash?: Hash
  readonly random?: Random
}

/**
 * Opens a store on SQLite, alone: another process gets E_STORE_LOCKED. Throws E_RUNTIME, E_STORE_NEWER, E_STORE_FORMAT,
 * and E_STORE_CORRUPT when acknowledged changes are missing.
 */
export function openSqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const folder = openFolder(options.dir)
  const synchronous = options.synchronous ?? 'FULL'
  const database = openAlone(folder, synchronous)
  try {
    migrate(database, MIGRATIONS, APPLICATION_ID)
    assertSynchronous(database, synchronous)
    noteOwner(folder)
    syncFolder(folder)
    return new SqliteStorage(database, folder, { ...options, synchronous })
  } catch (error) {
    database.close()
    throw judge(error, folder.database)?.error ?? error
  }
}

function openAlone(folder: StoreFolder, synchronous: Synchronous): Connection {
  try {
    return openDatabase(folder.database, { synchronous, exclusive: true })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') throw lockedBy(folder, error)
    throw judge(error, folder.database)?.error ?? error
  }
}

/** Where a bulk stands: what reads go on to see, and what the commit makes true. */
interface Bulk {
  readonly pinned: LogHead
  head: LogHead
  readonly stale: string[]
}

export class SqliteStorage implements Port.Storage {
  readonly storeId: string
  readonly epoch: number
  readonly #database: Connection
  readonly #folder: StoreFolder
  readonly #tables: Tables
  readonly #hash: Hash
  readonly #mark: HighWaterMark
  readonly #marksCommits: boolean
  readonly #begin
  readonly #commit
  readonly #rollback
  #head: LogHead
  #bulk: Bulk | undefined
  #fenced: SrvraError | undefined
  #closed = false

  constructor(database: Connection, folder: StoreFolder, options: SqliteStorageOptions) {
    this.#database = database
    this.#folder = folder
    this.#hash = options.hash ?? nodeSha256
    this.#tables = createTables(database, this.#hash)
    const { meta, changes } = this.#tables
    this.storeId = meta.storeId(() => (options.random ?? systemRandom).token(9))
    this.epoch = meta.epoch
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
    this.#rollback = database.prepare('ROLLBACK')
    this.#head = readHead(changes, meta.horizon)
    this.#mark = new HighWaterMark(folder.mark)
    this.#marksCommits = options.synchronous !== 'NORMAL'
    assertNotBehind(this.#head, meta.horizon, this.#mark.read(), changes, folder.dir)
  }

  head(): Port.LogPosition {
    return this.#head
  }

  lastHlc(): string {
    return this.#head.hlc
  }

  horizon(): Port.LogPosition {
    const { seq, at } = this.#tables.meta.horizon
    return { seq, at }
  }

  append(changes: readonly Change[]): void {
    this.#assertWritable()
    if (changes.length === 0) return
    const written = this.#inTransaction(() => this.#writeAll(changes, this.#head))
    this.#head = written.head
    this.#tables.documents.remember(written.entries.values())
    this.#noteMark()
  }

  beginBulk(): Port.BulkAppend {
    this.#assertWritable()
    this.#guarded(() => this.#begin.run())
    const bulk: Bulk = { pinned: this.#head, head: this.#head, stale: [] }
    this.#bulk = bulk
    return {
      add: (changes) => this.#guarded(() => this.#addToBulk(bulk, changes)),
      commit: () => this.#commitBulk(bulk),
      abandon: () => this.#abandonBulk(bulk),
    }
  }

  read(key: string): Port.StoredDocument | undefined {
    const { documents } = this.#tables
    if (!this.#bulk || documents.isCached(key)) return documents.find(key)?.document
    return this.readAt(key, this.#bulk.pinned.seq)
  }

  readVersion(key: string, version: number): Port.StoredDocument | undefined {
    const entry = this.#entry(key)
    if (!entry || version < 1) return undefined
    if (version === entry.document.version) return this.#visible(entry.document)
    const row = this.#tables.versions.rowOfVersion(entry, version)
    if (row) return this.#visible(this.#tables.versions.documentOf(entry, row))
    if (version < entry.readableFrom) throw compacted(entry, version)
    return undefined
  }

  readAt(key: string, seq: number): Port.StoredDocument | undefined {
    this.#assertInHorizon(seq)
    const entry = this.#entry(key)
    if (!entry) return undefined
    if (entry.document.seq <= seq) return entry.document
    const row = this.#tables.versions.rowAt(entry, seq)
    return row && this.#tables.versions.documentOf(entry, row)
  }

  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    const entry = this.#entry(key)
    if (!entry) return []
    const { changes, versions } = this.#tables
    const start = page.before === undefined ? entry.document.seq : versions.seqBelow(entry, page.before)
    const entries: Port.HistoryEntry[] = []
    for (let row = changes.getKeyed(start); row && entries.length < page.limit; row = changes.getKeyed(row.previous)) {
      if (row.seq <= this.#head.seq) entries.push(changes.entry(row))
    }
    return entries
  }

  log(page: { readonly after: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#rows(page).map((row) => this.#tables.changes.entry(row))
  }

  changes(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    return this.#tables.versions.changesOf(this.#rows(page), (key) => this.#entry(key))
  }

  seqAt(at: number): number {
    const horizon = this.#tables.meta.horizon
    if (at < horizon.at) return 0
    let low = horizon.seq
    let high = this.#head.seq
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#tables.changes.timeOf(middle) ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return low
  }

  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
    if (query.atSeq !== undefined) this.#assertInHorizon(query.atSeq)
    const atSeq = query.atSeq ?? this.#bulk?.pinned.seq
    return this.#tables.scanner.scan(atSeq === undefined ? query : { ...query, atSeq }, page, (key, seq) => this.readAt(key, seq))
  }

  rows(ids: readonly number[], atSeq = this.#bulk?.pinned.seq): readonly (Port.DocumentRow | undefined)[] {
    return ids.map((id) => {
      const row = this.#tables.listing.byId(id)
      return row && this.#rowAt(row, atSeq)
    })
  }

  list(page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
    const atSeq = page.atSeq ?? this.#bulk?.pinned.seq
    if (atSeq !== undefined) this.#assertInHorizon(atSeq)
    return this.#tables.listing.live(page, (row) => this.#rowAt(row, atSeq))
  }

  children(page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
    return this.#tables.listing.children(page)
  }

  statistics(): Port.StorageStatistics {
    return this.#tables.sizes.statistics(this.#head.seq - this.#tables.meta.horizon.seq)
  }

  digest(): string {
    this.#assertNoBulk()
    return stateDigest(this.#tables, this.#hash)
  }

  *compact(plan: Port.CompactionPlan): Generator<Port.Progress, Port.CompactionReport> {
    this.#assertWritable()
    return yield* compact({ tables: this.#tables, hash: this.#hash, plan, head: () => this.#head, seqAt: (at) => this.seqAt(at), inTransaction: (work) => this.#inTransaction(work) })
  }

  *verify(): Generator<Port.Progress, Port.VerifyReport> {
    this.#assertNoBulk()
    return yield* verify({ tables: this.#tables, hash: this.#hash, head: this.#head })
  }

  /** Writes the log back into the database when there is much of it. For idle moments: it takes some milliseconds. */
  checkpoint(): void {
    if (this.#closed || this.#bulk || this.#fenced) return
    this.#guarded(() => this.#database.pragma('wal_checkpoint(PASSIVE)'))
    this.#mark.write(this.#head)
  }

  close(): void {
    if (this.#closed) return
    if (this.#bulk) this.#abandonBulk(this.#bulk)
    this.#closed = true
    this.#tables.documents.forgetAll()
    this.#database.close()
    if (!this.#fenced) this.#mark.write(this.#head)
    this.#mark.close()
  }

  #writeAll(changes: readonly Change[], head: LogHead): { readonly head: LogHead; readonly entries: ReadonlyMap<string, DocumentEntry> } {
    assertContiguous(changes, head.seq)
    const { writer, documents, prefixes } = this.#tables
    const entries = new Map<string, DocumentEntry>()
    let current = head
    for (const change of changes) {
      const before = entries.get(change.key) ?? documents.find(change.key)
      const written = writer.write(change, before, current.chain)
      entries.set(change.key, written.entry)
      current = headAfter(change, written.chain)
    }
    prefixes.flush()
    return { head: current, entries }
  }

  #addToBulk(bulk: Bulk, changes: readonly Change[]): void {
    this.#assertOpen(bulk)
    assertContiguous(changes, bulk.head.seq)
    const { writer, documents } = this.#tables
    for (const change of changes) {
      const cached = documents.isCached(change.key)
      if (cached) bulk.stale.push(change.key)
      // What the bulk wrote itself is only in the table: the cache goes on answering for the time before.
      const written = writer.write(change, documents.peek(change.key), bulk.head.chain)
      bulk.head = headAfter(change, written.chain)
    }
  }

  #commitBulk(bulk: Bulk): void {
    this.#assertOpen(bulk)
    this.#guarded(() => {
      this.#tables.prefixes.flush()
      this.#commit.run()
    })
    this.#bulk = undefined
    this.#head = bulk.head
    this.#tables.documents.forget(bulk.stale)
    this.#noteMark()
  }

  #abandonBulk(bulk: Bulk): void {
    if (this.#bulk !== bulk) return
    this.#bulk = undefined
    this.#undo()
  }

  #inTransaction<Result>(work: () => Result): Result {
    return this.#guarded(() => {
      this.#begin.run()
      try {
        const result = work()
        this.#commit.run()
        return result
      } catch (error) {
        this.#undo()
        throw error
      }
    })
  }

  #undo(): void {
    // SQLite has rolled back on its own after some errors.
    if (this.#database.inTransaction) this.#rollback.run()
    this.#tables.prefixes.discard()
    this.#tables.names.reload()
  }

  /** Errors of the disk come out as ours, and a failed fsync fences the store. */
  #guarded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      const verdict = judge(error, this.#folder.database)
      if (!verdict) throw error
      if (verdict.fence) this.#fenced = verdict.error
      throw verdict.error
    }
  }

  #noteMark(): void {
    if (this.#marksCommits) this.#guarded(() => this.#mark.write(this.#head))
  }

  #entry(key: string): DocumentEntry | undefined {
    return this.#bulk ? this.#tables.documents.peek(key) : this.#tables.documents.find(key)
  }

  #visible(document: Port.StoredDocument): Port.StoredDocument | undefined {
    return document.seq <= this.#head.seq ? document : undefined
  }

  #rowAt(row: ListedRow, atSeq: number | undefined): Port.DocumentRow | undefined {
    const { listing } = this.#tables
    if (atSeq === undefined || row.seq <= atSeq) return listing.rowOf(row)
    if (row.created_seq > atSeq) return undefined
    const past = this.readAt(row.key, atSeq)
    return past && listing.rowOfPast(row.id, past)
  }

  #rows(page: { readonly after: number; readonly limit: number }): readonly KeyedChangeRow[] {
    return this.#tables.changes.page(page.after, this.#head.seq, page.limit)
  }

  #assertWritable(): void {
    if (this.#closed) throw new SrvraError('E_STORE_CLOSED', 'The store is closed; open it again.')
    if (this.#fenced) throw new SrvraError('E_STORE_FENCED', 'The store takes no more writes since one failed on the disk; check the disk, then open the store again.', {}, { cause: this.#fenced })
    this.#assertNoBulk()
  }

  #assertNoBulk(): void {
    if (this.#bulk) throw new SrvraError('E_STORE_BUSY', 'A bulk write is under way; try again when it is done.')
  }

  #assertOpen(bulk: Bulk): void {
    if (this.#bulk !== bulk) throw new SrvraError('E_BULK_OVER', 'This bulk write is over; begin another one.')
  }

  #assertInHorizon(seq: number): void {
    const oldest = this.#tables.meta.horizon.seq
    if (seq >= oldest) return
    throw new SrvraError('E_COMPACTED', `The state at ${seq} has been compacted away; the oldest that can be read is ${oldest}.`, { seq, oldest })
  }
}
