/* oxlint-disable eslint/max-lines -- the port has that many methods, each a few lines here */
import { contentHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import { assertContiguous, assertRises, operationReused } from '../../core/log/check-append.ts'
import { epochOf, FIRST_LIFE, withLife, type StoreLife } from '../../core/log/store-life.ts'
import { isForeign, localSeq, traceOf } from '../../core/log/op-id.ts'
import type { Random } from '../../ports/random.ts'
import type * as Port from '../../ports/storage.ts'
import { nodeSha256 } from '../node-hash.ts'
import { systemRandom } from '../system-random.ts'
import { ByteCount } from './byte-count.ts'
import { compactLines } from './compact-lines.ts'
import { entryOf, isReadable, KeyLine, lastIndexUpTo, type KeptChange } from './key-line.ts'
import { KeyOrder } from './key-order.ts'
import { digestOf, listKeys, listPrefixes, rowOf, scanLines } from './listing.ts'
import { belowHorizon, nothingToCopy, storeBusy, storeClosed } from './refusals.ts'
import { createMemoryBulk } from './memory-bulk.ts'
import { MemoryJournal } from './memory-journal.ts'
import { RecordShelf } from './record-shelf.ts'

export interface MemoryStorageOptions {
  readonly hash?: Hash
  readonly random?: Random
}

/** A store that lives as long as the process: the reference for what every store must do, and the fastest one. */
export function createMemoryStorage(options: MemoryStorageOptions = {}): Port.Storage {
  return new MemoryStorage(options)
}

class MemoryStorage implements Port.Storage {
  readonly storeId: string
  readonly copyable = false
  readonly #hash: Hash
  readonly #lines = new Map<string, KeyLine>()
  readonly #byId: KeyLine[] = []
  readonly #order = new KeyOrder()
  /** Ids of operations that were made elsewhere; those made here follow from their position. */
  readonly #operations = new Map<string, Port.OperationTrace>()
  readonly #records = new RecordShelf()
  readonly journal = new MemoryJournal()
  /** The log above the horizon, ascending. */
  #log: KeptChange[] = []
  #horizon: Port.LogPosition = { seq: 0, at: 0 }
  #lastHlc = ''
  #lives: readonly StoreLife[] = [FIRST_LIFE]
  #live = 0
  readonly #bytes = new ByteCount()
  #bulk = false
  #closed = false

  constructor(options: MemoryStorageOptions) {
    this.#hash = options.hash ?? nodeSha256
    this.storeId = (options.random ?? systemRandom).token(9)
  }

  get epoch(): number {
    return epochOf(this.#lives)
  }

  lives(): readonly StoreLife[] {
    return this.#lives
  }

  beginLife(epoch: number): void {
    this.#assertWritable()
    this.#lives = withLife(this.#lives, { epoch, since: this.head().seq })
  }

  head(): Port.LogPosition {
    return this.#log[this.#log.length - 1] ?? this.#horizon
  }

  lastHlc(): string {
    return this.#lastHlc
  }

  horizon(): Port.LogPosition {
    return this.#horizon
  }

  append(changes: readonly Change[], records?: readonly Port.RecordWrite[]): void {
    this.#assertWritable()
    this.#assertFits(changes)
    for (const change of changes) this.#apply(change)
    if (!records) return
    this.#records.write(records)
    this.journal.note(this.head().seq, records)
  }

  beginBulk(): Port.BulkAppend {
    this.#assertWritable()
    this.#bulk = true
    return createMemoryBulk({
      head: () => this.head().seq,
      versionOf: (key) => this.#versionOf(key),
      append: (changes, records) => this.append(changes, records),
      onEnd: () => {
        this.#bulk = false
      },
    })
  }

  read(key: string): Port.StoredDocument | undefined {
    this.#assertOpen()
    const line = this.#lines.get(key)
    return line?.documentAt(line.changes.length - 1)
  }

  readVersion(key: string, version: number): Port.StoredDocument | undefined {
    this.#assertOpen()
    return this.#lines.get(key)?.documentOfVersion(version)
  }

  readAt(key: string, seq: number): Port.StoredDocument | undefined {
    this.#assertInHorizon(seq)
    const line = this.#lines.get(key)
    const index = line?.indexAt(seq) ?? -1
    return line && index >= 0 ? line.documentAt(index) : undefined
  }

  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    this.#assertOpen()
    const newest = this.#lines.get(key)?.newest(page) ?? []
    return newest.map((change) => entryOf(change, this.#hash))
  }

  log(page: { readonly after: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#slice(page).map((change) => entryOf(change, this.#hash))
  }

  changes(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    const slice = this.#slice(page)
    const gone = slice.find((change) => !isReadable(change))
    if (gone) throw (this.#lines.get(gone.key) as KeyLine).compacted(gone.version)
    return slice
  }

  seqAt(at: number): number {
    this.#assertOpen()
    if (at < this.#horizon.at) return 0
    return this.#log[lastIndexUpTo(this.#log, (change) => change.at <= at)]?.seq ?? this.#horizon.seq
  }

  operation(opId: string): Port.OperationTrace | undefined {
    this.#assertOpen()
    const trace = this.#operations.get(opId)
    if (trace) return trace
    const seq = localSeq(this.storeId, opId)
    const change = seq === undefined ? undefined : this.#log[seq - this.#horizon.seq - 1]
    return change && !isForeign(change, this.storeId) ? traceOf(change, this.#hash) : undefined
  }

  record(collection: string, id: string): JsonValue | undefined {
    this.#assertOpen()
    return this.#records.read(collection, id)
  }

  records(collection: string, page: { readonly after?: string; readonly limit: number }): readonly Port.StoredRecord[] {
    this.#assertOpen()
    return this.#records.page(collection, page)
  }

  collections(): readonly string[] {
    this.#assertOpen()
    return this.#records.collections()
  }

  link(seq: number): string {
    this.#assertInHorizon(seq)
    return ''
  }

  hashes(page: { readonly prefix?: string; readonly after?: string; readonly limit: number }): readonly Port.DocumentHash[] {
    return listKeys(this.#order, this.#lines, page).map(({ key, version }) => {
      const value = (this.#lines.get(key) as KeyLine).latest.value as JsonValue
      return { key, version, hash: contentHash(value, this.#hash) }
    })
  }

  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
    this.#assertInHorizon(query.atSeq)
    return scanLines(this.#order, this.#lines, query, page)
  }

  rows(ids: readonly number[], atSeq?: number): readonly (Port.DocumentRow | undefined)[] {
    this.#assertInHorizon(atSeq)
    return ids.map((id) => rowOf(this.#byId[id - 1], atSeq))
  }

  list(page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
    this.#assertInHorizon(page.atSeq)
    return listKeys(this.#order, this.#lines, page)
  }

  children(page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
    this.#assertOpen()
    return listPrefixes(this.#order, this.#lines, page)
  }

  statistics(): Port.StorageStatistics {
    this.#assertOpen()
    this.#bytes.countOn(this.#log, (key) => this.#lines.get(key) as KeyLine)
    const { current, history } = this.#bytes
    const deletedDocuments = this.#lines.size - this.#live
    return { documents: this.#live, deletedDocuments, changes: this.#log.length, bytes: current + history, historyBytes: history }
  }

  digest(): string {
    this.#assertOpen()
    return digestOf(this.#lines.values(), this.#hash)
  }

  *compact(plan: Port.CompactionPlan): Generator<Port.Progress, Port.CompactionReport> {
    this.#assertWritable()
    this.#bytes.countOn(this.#log, (key) => this.#lines.get(key) as KeyLine)
    this.#raiseHorizon(plan.before)
    const horizon = this.#horizon
    const report = yield* compactLines({
      lines: [...this.#lines.values()],
      plan,
      horizonSeq: horizon.seq,
      hash: this.#hash,
      admit: () => this.#assertWritable(),
      replace: (change) => {
        const index = change.seq - this.#horizon.seq - 1
        if (index >= 0) this.#log[index] = change
      },
    })
    this.#bytes.release(report.freedBytes)
    return { horizon, ...report }
  }

  *verify(): Generator<Port.Progress, Port.VerifyReport> {
    this.#assertOpen()
    yield { done: this.#log.length, total: this.#log.length }
    // Values in memory are frozen and shared with nobody who could change them: there is nothing that could be wrong.
    return { changes: this.#log.length, documents: this.#live, chainHead: '', digest: this.digest(), problems: [] }
  }

  copyTo(): Promise<void> {
    return Promise.reject(nothingToCopy())
  }

  checkpoint(): void {
    this.#assertOpen()
  }

  close(): void {
    this.#closed = true
  }

  #apply(change: Change): void {
    const line = this.#lines.get(change.key) ?? this.#begin(change)
    const wasLive = line.changes.length > 0 && !line.latest.deleted
    this.#live += Number(!change.deleted) - Number(wasLive)
    line.changes.push(change)
    this.#log.push(change)
    this.#lastHlc = change.hlc
    if (isForeign(change, this.storeId)) this.#operations.set(change.opId, traceOf(change, this.#hash))
  }

  #begin(change: Change): KeyLine {
    const line = new KeyLine(this.#byId.length + 1, change)
    this.#lines.set(change.key, line)
    this.#byId.push(line)
    this.#order.add(change.key)
    return line
  }

  #versionOf(key: string): number {
    return this.#lines.get(key)?.latest.version ?? 0
  }

  #slice(page: { readonly after: number; readonly limit: number }): readonly KeptChange[] {
    this.#assertInHorizon(page.after)
    const from = page.after - this.#horizon.seq
    return this.#log.slice(from, from + page.limit)
  }

  #raiseHorizon(before: number | undefined): void {
    const atHorizon = before === undefined ? undefined : this.#log[this.seqAt(before) - this.#horizon.seq - 1]
    if (!atHorizon) return
    this.#log = this.#log.slice(atHorizon.seq - this.#horizon.seq)
    this.#horizon = { seq: atHorizon.seq, at: atHorizon.at }
  }

  /** L-2: looks at all changes before any is applied. */
  #assertFits(changes: readonly Change[]): void {
    assertContiguous(changes, this.head().seq)
    const versions = changes.length > 1 ? new Map<string, number>() : undefined
    for (const change of changes) {
      assertRises(change, versions?.get(change.key) ?? this.#versionOf(change.key))
      versions?.set(change.key, change.version)
      if (isForeign(change, this.storeId) && this.#operations.has(change.opId)) throw operationReused(change)
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw storeClosed()
  }

  #assertWritable(): void {
    this.#assertOpen()
    if (this.#bulk) throw storeBusy()
  }

  #assertInHorizon(seq = this.#horizon.seq): void {
    this.#assertOpen()
    const oldest = this.#horizon.seq
    if (seq < oldest) throw belowHorizon(seq, oldest)
  }
}
