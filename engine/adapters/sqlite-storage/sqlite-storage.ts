import type { Hash, JsonValue } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import { withLife, type StoreLife } from '../../core/log/store-life.ts'
import type * as Port from '../../ports/storage.ts'
import { compact } from './compaction.ts'
import { judge } from './failures.ts'
import type { HighWaterMark } from './high-water-mark.ts'
import { openJournal } from './journal.ts'
import { LogReader } from './log-reader.ts'
import { LogWriter } from './log-writer.ts'
import type { Connection } from './open-database.ts'
import { stateDigest } from './state-digest.ts'
import { StateReader } from './state-reader.ts'
import { forgetOwner, releaseFolder, type StoreFolder } from './store-folder.ts'
import { copyStore } from './store-copy.ts'
import type { StoreGuard } from './store-guard.ts'
import type { Tables } from './tables.ts'
import { Transactions } from './transactions.ts'
import { verify } from './verification/verify.ts'
import type { LogHead } from './log-head.ts'

/** What an opened store consists of. */
export interface SqliteStorageParts {
  readonly database: Connection
  readonly folder: StoreFolder
  readonly tables: Tables
  readonly hash: Hash
  readonly mark: HighWaterMark
  /** True where a commit is on the disk when it returns. */
  readonly marksCommits: boolean
  readonly guard: StoreGuard
  readonly head: LogHead
}

/** A store on SQLite: what it can do, each part delegated to those who know how. */
export class SqliteStorage implements Port.Storage {
  readonly storeId: string
  readonly copyable = true
  readonly journal: Port.RecordJournal
  readonly #parts: SqliteStorageParts
  readonly #guard: StoreGuard
  readonly #tables: Tables
  readonly #transactions: Transactions
  readonly #writer: LogWriter
  readonly #log: LogReader
  readonly #state: StateReader
  /** Counts what compaction did, so that a verification notices when the ground moves under it. */
  #compactions = 0
  #checkpointed: number

  constructor(parts: SqliteStorageParts) {
    const { database, tables, guard, head } = parts
    this.#parts = parts
    this.#guard = guard
    this.#tables = tables
    this.storeId = tables.meta.storeId
    this.#transactions = new Transactions(database, [tables.names, tables.prefixes, tables.meta])
    this.#writer = new LogWriter({ ...parts, transactions: this.#transactions })
    this.#log = new LogReader(tables, this.#writer)
    this.#state = new StateReader(tables, this.#writer)
    this.#checkpointed = head.seq
    this.journal = openJournal(tables.journal, guard, (work) => {
      this.#writer.assertIdle()
      guard.write(() => this.#transactions.run(work))
    })
  }

  get epoch(): number {
    return this.#tables.meta.epoch
  }

  lives(): readonly StoreLife[] {
    return this.#tables.meta.lives
  }

  beginLife(epoch: number): void {
    this.#writer.assertIdle()
    const { meta } = this.#tables
    const lives = withLife(meta.lives, { epoch, since: this.head().seq })
    this.#guard.write(() =>
      this.#transactions.run(() => {
        meta.lives = lives
      }),
    )
  }

  head(): Port.LogPosition {
    return this.#writer.head
  }

  lastHlc(): string {
    return this.#writer.head.hlc
  }

  horizon(): Port.LogPosition {
    const { seq, at } = this.#tables.meta.horizon
    return { seq, at }
  }

  append(changes: readonly Change[], records?: readonly Port.RecordWrite[]): void {
    this.#writer.append(changes, records)
  }

  beginBulk(): Port.BulkAppend {
    return this.#writer.beginBulk()
  }

  read(key: string): Port.StoredDocument | undefined {
    return this.#guard.read(() => this.#state.read(key))
  }

  readVersion(key: string, version: number): Port.StoredDocument | undefined {
    return this.#guard.read(() => this.#state.readVersion(key, version))
  }

  readAt(key: string, seq: number): Port.StoredDocument | undefined {
    return this.#guard.read(() => this.#state.readAt(key, seq))
  }

  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#guard.read(() => this.#state.history(key, page))
  }

  log(page: { readonly after: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#guard.read(() => this.#log.entries(page))
  }

  changes(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    return this.#guard.read(() => this.#log.changes(page))
  }

  seqAt(at: number): number {
    return this.#guard.read(() => this.#log.seqAt(at))
  }

  operation(opId: string): Port.OperationTrace | undefined {
    return this.#guard.read(() => this.#log.operation(opId, this.storeId))
  }

  record(collection: string, id: string): JsonValue | undefined {
    return this.#guard.read(() => this.#tables.records.read(collection, id))
  }

  records(collection: string, page: { readonly after?: string; readonly limit: number }): readonly Port.StoredRecord[] {
    return this.#guard.read(() => this.#tables.records.page(collection, page))
  }

  collections(): readonly string[] {
    return this.#guard.read(() => this.#tables.records.collections())
  }

  link(seq: number): string {
    return this.#guard.read(() => this.#log.link(seq))
  }

  hashes(page: { readonly prefix?: string; readonly after?: string; readonly limit: number }): readonly Port.DocumentHash[] {
    return this.#guard.read(() => this.#tables.listing.hashes(page, this.#writer.pinnedSeq))
  }

  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
    return this.#guard.read(() => this.#state.scan(query, page))
  }

  rows(ids: readonly number[], atSeq?: number): readonly (Port.DocumentRow | undefined)[] {
    return this.#guard.read(() => this.#state.rows(ids, atSeq))
  }

  list(page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
    return this.#guard.read(() => this.#state.list(page))
  }

  children(page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
    return this.#guard.read(() => this.#state.children(page))
  }

  statistics(): Port.StorageStatistics {
    const { head, lastDocument } = this.#guard.read(() => this.#writer)
    return this.#guard.read(() => this.#tables.sizes.statistics(this.#tables.meta.horizon.seq, head.seq, lastDocument))
  }

  digest(): string {
    return this.#guard.read(() => stateDigest(this.#tables, this.#parts.hash, this.#writer.head.seq))
  }

  *compact(plan: Port.CompactionPlan): Generator<Port.Progress, Port.CompactionReport> {
    this.#writer.assertIdle()
    const report = yield* compact({
      tables: this.#tables,
      hash: this.#parts.hash,
      plan,
      seqAt: (at) => this.#log.seqAt(at),
      inTransaction: (work) => {
        this.#writer.assertIdle()
        this.#compactions += 1
        return this.#guard.write(() => this.#transactions.run(work))
      },
    })
    this.#log.forget()
    return report
  }

  *verify(): Generator<Port.Progress, Port.VerifyReport> {
    return yield* verify({
      file: this.#parts.folder.database,
      tables: this.#tables,
      hash: this.#parts.hash,
      head: this.#guard.read(() => this.#writer.head),
      log: new LogReader(this.#tables, this.#writer),
      newestSeq: () => this.#writer.head.seq,
      compactions: () => this.#compactions,
      admit: () => this.#writer.assertNoBulk(),
    })
  }

  async copyTo(file: string, hooks: Port.CopyHooks = {}): Promise<void> {
    this.#writer.assertNoBulk()
    try {
      await copyStore(this.#parts.database, file, hooks)
    } catch (error) {
      throw judge(error, file)?.error ?? error
    }
  }

  checkpoint(): void {
    const { head, pinnedSeq } = this.#guard.read(() => this.#writer)
    if (pinnedSeq !== undefined || this.#guard.fenced || this.#checkpointed === head.seq) return
    this.#guard.write(() => {
      const [{ busy }] = this.#parts.database.pragma('wal_checkpoint(PASSIVE)') as [{ busy: number }]
      if (busy === 0) this.#parts.mark.write(head)
    })
    this.#checkpointed = head.seq
  }

  close(): void {
    if (this.#guard.closed) return
    this.#writer.abandonBulk()
    this.#guard.close()
    this.#tables.documents.forgetAll()
    const { database, mark, folder } = this.#parts
    try {
      // Closing checkpoints: after that all is in the file and on the disk.
      this.#guard.write(() => database.close())
      if (!this.#guard.fenced) mark.write(this.#writer.head)
    } finally {
      mark.close()
      forgetOwner(folder)
      releaseFolder(folder)
    }
  }
}
