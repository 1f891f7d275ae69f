import { SrvraError } from '../../core/errors.ts'
import { contentHash, sizeBytes, type Hash } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import { StateDigest } from '../../core/log/digest.ts'
import type { Random } from '../../ports/random.ts'
import type * as Port from '../../ports/storage.ts'
import { nodeSha256 } from '../node-hash.ts'
import { systemRandom } from '../system-random.ts'
import { compactLines } from './compact-lines.ts'
import { KeyLine, lastIndexUpTo } from './key-line.ts'
import { KeyOrder } from './key-order.ts'
import { listKeys, listPrefixes, scanLines } from './listing.ts'

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
  readonly epoch = 1
  readonly #hash: Hash
  readonly #lines = new Map<string, KeyLine>()
  readonly #byId: KeyLine[] = []
  readonly #order = new KeyOrder()
  /** The log above the horizon, ascending. */
  #log: Change[] = []
  #horizon: Port.LogPosition = { seq: 0, at: 0 }
  #live = 0
  #bulk = false
  #closed = false

  constructor(options: MemoryStorageOptions) {
    this.#hash = options.hash ?? nodeSha256
    this.storeId = (options.random ?? systemRandom).token(9)
  }

  head(): Port.LogPosition {
    return this.#log.at(-1) ?? this.#horizon
  }

  lastHlc(): string {
    return this.#log.at(-1)?.hlc ?? ''
  }

  horizon(): Port.LogPosition {
    return this.#horizon
  }

  append(changes: readonly Change[]): void {
    this.#assertWritable()
    this.#assertContiguous(changes, this.head().seq)
    for (const change of changes) this.#apply(change)
  }

  beginBulk(): Port.BulkAppend {
    this.#assertWritable()
    this.#bulk = true
    const held: Change[] = []
    const versions = new Map<string, number>()
    let open = true
    const end = (): void => {
      if (open) this.#bulk = false
      open = false
    }
    return {
      add: (changes) => {
        this.#assertContiguous(changes, held.at(-1)?.seq ?? this.head().seq)
        for (const change of changes) assertBase(change, versions.get(change.key) ?? this.#lines.get(change.key)?.latest.version ?? 0)
        for (const change of changes) versions.set(change.key, change.version)
        held.push(...changes)
      },
      commit: () => {
        end()
        this.append(held)
      },
      abandon: end,
    }
  }

  read(key: string): Port.StoredDocument | undefined {
    const line = this.#lines.get(key)
    return line?.documentAt(line.changes.length - 1)
  }

  readVersion(key: string, version: number): Port.StoredDocument | undefined {
    const line = this.#lines.get(key)
    if (!line) return undefined
    const index = line.indexOfVersion(version)
    if (index >= 0) return line.documentAt(index)
    // A version below the oldest that is kept was compacted; one that never was is unknown.
    if (version > 0 && version < (line.changes[0] as Change).version && line.readableFrom > 0) throw line.compacted(version)
    return undefined
  }

  readAt(key: string, seq: number): Port.StoredDocument | undefined {
    this.#assertInHorizon(seq)
    const line = this.#lines.get(key)
    const index = line?.indexAt(seq) ?? -1
    return line && index >= 0 ? line.documentAt(index) : undefined
  }

  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    const line = this.#lines.get(key)
    if (!line) return []
    const end = page.before === undefined ? line.changes.length : lastIndexUpTo(line.changes, (change) => change.version < (page.before as number)) + 1
    const start = Math.max(0, end - page.limit)
    return line.changes.slice(start, end).map((change, offset) => this.#entry(change, start + offset >= line.readableFrom)).reverse()
  }

  log(page: { readonly after: number; readonly limit: number }): readonly Port.HistoryEntry[] {
    return this.#slice(page).map((change) => this.#entry(change, this.#isReadable(change)))
  }

  changes(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    const slice = this.#slice(page)
    const gone = slice.find((change) => !this.#isReadable(change))
    if (gone) throw (this.#lines.get(gone.key) as KeyLine).compacted(gone.version)
    return slice
  }

  seqAt(at: number): number {
    if (at < this.#horizon.at) return 0
    return this.#log[lastIndexUpTo(this.#log, (change) => change.at <= at)]?.seq ?? this.#horizon.seq
  }

  scan(query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
    if (query.atSeq !== undefined) this.#assertInHorizon(query.atSeq)
    return scanLines(this.#order, this.#lines, query, page)
  }

  rows(ids: readonly number[], atSeq?: number): readonly (Port.DocumentRow | undefined)[] {
    return ids.map((id) => {
      const line = this.#byId[id - 1]
      const index = line ? (atSeq === undefined ? line.changes.length - 1 : line.indexAt(atSeq)) : -1
      return line && index >= 0 ? line.rowAt(index) : undefined
    })
  }

  list(page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
    if (page.atSeq !== undefined) this.#assertInHorizon(page.atSeq)
    return listKeys(this.#order, this.#lines, page)
  }

  children(page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
    return listPrefixes(this.#order, this.#lines, page)
  }

  statistics(): Port.StorageStatistics {
    let bytes = 0
    let historyBytes = 0
    for (const line of this.#lines.values()) {
      line.changes.forEach((change, index) => {
        const size = change.value === undefined ? 0 : sizeBytes(change.value)
        if (index === line.changes.length - 1) bytes += size
        else if (index >= line.readableFrom) historyBytes += size
      })
    }
    const deletedDocuments = this.#lines.size - this.#live
    return { documents: this.#live, deletedDocuments, changes: this.#log.length, bytes: bytes + historyBytes, historyBytes }
  }

  digest(): string {
    const digest = new StateDigest(this.#hash)
    for (const { latest } of this.#lines.values()) {
      if (latest.value !== undefined) digest.add(latest.key, latest.version, contentHash(latest.value, this.#hash))
    }
    return digest.toString()
  }

  *compact(plan: Port.CompactionPlan): Generator<Port.Progress, Port.CompactionReport> {
    this.#assertWritable()
    const horizonSeq = plan.before === undefined ? this.#horizon.seq : Math.max(this.#horizon.seq, this.seqAt(plan.before))
    const atHorizon = this.#log[horizonSeq - this.#horizon.seq - 1]
    const report = yield* compactLines([...this.#lines.values()], plan, horizonSeq)
    this.#log = this.#log.filter((change) => change.seq > horizonSeq)
    if (atHorizon) this.#horizon = { seq: atHorizon.seq, at: atHorizon.at }
    return { horizon: this.#horizon, ...report }
  }

  *verify(): Generator<Port.Progress, Port.VerifyReport> {
    yield { done: this.#log.length, total: this.#log.length }
    // Values in memory are frozen and shared with nobody who could change them: there is nothing that could be wrong.
    return { changes: this.#log.length, documents: this.#live, chainHead: '', digest: this.digest(), problems: [] }
  }

  close(): void {
    this.#closed = true
  }

  #apply(change: Change): void {
    const line = this.#lines.get(change.key) ?? this.#begin(change)
    const wasLive = line.changes.length > 0 && line.latest.value !== undefined
    this.#live += Number(change.value !== undefined) - Number(wasLive)
    line.changes.push(change)
    this.#log.push(change)
  }

  #begin(change: Change): KeyLine {
    const line = new KeyLine(this.#byId.length + 1, change)
    this.#lines.set(change.key, line)
    this.#byId.push(line)
    this.#order.add(change.key)
    return line
  }

  #slice(page: { readonly after: number; readonly limit: number }): readonly Change[] {
    const from = Math.max(0, page.after - this.#horizon.seq)
    return this.#log.slice(from, from + page.limit)
  }

  #isReadable(change: Change): boolean {
    const line = this.#lines.get(change.key) as KeyLine
    return line.indexOfVersion(change.version) >= line.readableFrom
  }

  #entry(change: Change, readable: boolean): Port.HistoryEntry {
    const { value, metadata: _metadata, ...summary } = change
    const hash = value === undefined ? undefined : contentHash(value, this.#hash)
    return { ...summary, hash, sizeBytes: value === undefined ? 0 : sizeBytes(value), readable }
  }

  #assertWritable(): void {
    if (this.#closed) throw new SrvraError('E_STORE_CLOSED', 'The store is closed; open it again.')
    if (this.#bulk) throw new SrvraError('E_STORE_BUSY', 'A bulk write is under way; try again when it is done.')
  }

  #assertContiguous(changes: readonly Change[], head: number): void {
    changes.forEach((change, index) => {
      if (change.seq === head + 1 + index) return
      throw new SrvraError('E_SEQ_GAP', `Change ${change.seq} does not follow change ${head + index}; read the head again.`, { seq: change.seq, head })
    })
  }

  #assertInHorizon(seq: number): void {
    if (seq >= this.#horizon.seq) return
    throw new SrvraError('E_COMPACTED', `The state at ${seq} has been compacted away; the oldest that can be read is ${this.#horizon.seq}.`, { seq, oldest: this.#horizon.seq })
  }
}

function assertBase(change: Change, current: number): void {
  if (change.baseVersion === current) return
  throw new SrvraError('E_VERSION_CONFLICT', `'${change.key}' is at version ${current} within this bulk, not ${change.baseVersion}; write each key once.`, { key: change.key, expected: change.baseVersion, current })
}
