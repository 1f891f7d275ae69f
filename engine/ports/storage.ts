import type { JsonValue } from '../core/json/index.ts'
import type { Change, ChangeKind, ChangeSummary, DocumentMetadata } from '../core/log/change.ts'
import type { StoreLife } from '../core/log/store-life.ts'
import type { DocumentFilter } from '../core/query/document-filter.ts'
import type { RecordJournal, RecordWrite, StoredRecord } from './records.ts'

export type { JournalEntry, RecordJournal, RecordWrite, StoredRecord } from './records.ts'

/** A document as it stands, or stood: the value is undefined when the key was deleted. */
export interface StoredDocument {
  readonly key: string
  readonly version: number
  /** The change that made it so. */
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly actor: string
  /** Milliseconds since 1970: of the key's first version, and of this one. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** A row of a listing: what a table shows without opening the document. `id` is stable for the life of the store. */
export interface DocumentRow {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly sizeBytes: number
  readonly updatedAt: number
  readonly actor: string
  readonly tags: readonly string[]
  readonly deleted: boolean
}

/** One level of the key tree: a segment below a prefix, and how many live documents lie at or under it. */
export interface PrefixNode {
  readonly name: string
  readonly path: string
  readonly documents: number
  /** True when deeper segments follow. */
  readonly branch: boolean
}

export type SortColumn = 'key' | 'version' | 'sizeBytes' | 'updatedAt'

export interface ScanQuery {
  readonly filter: DocumentFilter
  /** The column whose value is returned beside each id, so that the caller can sort without reading documents. */
  readonly sort: SortColumn
  /** Look at the state as it was after this change. Absent: as it is. */
  readonly atSeq?: number
}

/** One bounded step of a scan in key order. A caller repeats with `cursor` until it is undefined. */
export interface ScanSlice {
  readonly ids: readonly number[]
  /** Beside each id the sort column's number; empty when sorting by key, because slices come in key order. */
  readonly sortValues: readonly number[]
  readonly examined: number
  readonly cursor: string | undefined
}

export interface HistoryEntry extends ChangeSummary {
  /** Content hash of the resulting value; undefined after a deletion. */
  readonly hash: string | undefined
  readonly sizeBytes: number
  /** False when compaction has let the value go: who and when remain, what does not. A deletion is always readable. */
  readonly readable: boolean
}

export interface StorageStatistics {
  readonly documents: number
  readonly deletedDocuments: number
  readonly changes: number
  /** Bytes on disk (all files), or an estimate in memory. */
  readonly bytes: number
  readonly historyBytes: number
}

export interface LogPosition {
  readonly seq: number
  readonly at: number
}

export interface CompactionPlan {
  /** Let go of changes older than this instant (milliseconds since 1970), keeping each key's state at it. */
  readonly before?: number
  /** Keep at most so many readable versions of each key. */
  readonly keepVersions?: number
  /** The same for one key, where it differs; undefined leaves it at `keepVersions`. */
  readonly keepVersionsOf?: (key: string) => number | undefined
}

/** What the log knows of an operation by its id, also after compaction has let its change go. */
export interface OperationTrace {
  readonly seq: number
  readonly key: string
  readonly version: number
  readonly kind: ChangeKind
  /** Content hash of the value it led to; undefined after a deletion. */
  readonly hash: string | undefined
}

/** A live document's identity: what digests are made of and replicas are compared by. */
export interface DocumentHash {
  readonly key: string
  readonly version: number
  readonly hash: string
}

/** A report of work done in slices: `done` of `total` rows, and at the end what it found. */
export interface Progress {
  readonly done: number
  readonly total: number
}

export interface CopyHooks {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export interface CompactionReport {
  readonly horizon: LogPosition
  readonly removedChanges: number
  readonly trimmedVersions: number
  readonly freedBytes: number
}

export interface VerifyProblem {
  readonly code: string
  readonly message: string
  readonly key?: string
  readonly seq?: number
}

export interface VerifyReport {
  readonly changes: number
  readonly documents: number
  /** Head of the hash chain, base64url. */
  readonly chainHead: string
  /** The order-independent digest of every live (key, version, hash). */
  readonly digest: string
  readonly problems: readonly VerifyProblem[]
}

/** One atomic append too large for memory, handed over in slices that follow each other without gaps. */
export interface BulkAppend {
  /** Throws E_VERSION_CONFLICT when a change is not based on its key's version within the bulk, and as `append` does. */
  add(changes: readonly Change[], records?: readonly RecordWrite[]): void
  commit(): void
  /** Idempotent, also after a commit. */
  abandon(): void
}

/**
 * Keeps the log and what is derived from it. Reads are synchronous; `append` is all or nothing and may finish later
 * (its promise) on media without synchronous writes. Everything unbounded comes in pages or slices.
 */
export interface Storage {
  /** Identity of this store, made when it was created; the default origin of its changes. */
  readonly storeId: string
  /** Grows with each restore, so that peers of an older life are noticed. */
  readonly epoch: number
  /** The lives of this store, oldest first, the present one last; a bounded number of them. */
  lives(): readonly StoreLife[]
  /**
   * Begins a new life at the head: what was above it in an earlier life did not happen in this one. Durable when it
   * returns. Throws E_RANGE unless the epoch is larger than the present one, and as `append` does.
   */
  beginLife(epoch: number): void
  /** Last change of the log; seq 0 when it is empty. */
  head(): LogPosition
  /** Last HLC in the log, text form; empty when the log is. */
  lastHlc(): string
  /** Oldest position whose state can be reconstructed; seq 0 when nothing was compacted. */
  horizon(): LogPosition

  /**
   * Commits contiguous changes, all or none. Throws E_SEQ_GAP, E_VERSION_CONFLICT (a version does not rise),
   * E_OP_ID_REUSED, E_STORE_BUSY (a bulk is open), E_STORE_FULL, E_STORE_IO, E_STORE_FENCED, E_STORE_CLOSED.
   * Records are written in the same commit; there may be records and no changes.
   */
  append(changes: readonly Change[], records?: readonly RecordWrite[]): void | Promise<void>

  /** Begins a bulk. Until its end reads answer the store as it was, and `append` and `beginBulk` throw E_STORE_BUSY. */
  beginBulk(): BulkAppend

  read(key: string): StoredDocument | undefined
  /** Throws E_COMPACTED (with the oldest readable version) below the horizon; undefined when it never was. */
  readVersion(key: string, version: number): StoredDocument | undefined
  readAt(key: string, seq: number): StoredDocument | undefined
  /** Newest first; `before` is a version, exclusive. */
  history(key: string, page: { readonly before?: number; readonly limit: number }): readonly HistoryEntry[]
  /** The log itself, ascending, from the change after `after`. Values only where asked for. */
  log(page: { readonly after: number; readonly limit: number }): readonly HistoryEntry[]
  /** As `log`, with values: what exports, sync and recovery read. */
  changes(page: { readonly after: number; readonly limit: number }): readonly Change[]
  /** The last change at or before an instant; 0 when there is none. */
  seqAt(at: number): number

  /** What became of an operation of that id; undefined when the log never had it. */
  operation(opId: string): OperationTrace | undefined

  /** A record of a feature, frozen. */
  record(collection: string, id: string): JsonValue | undefined
  /** The records of a collection in the order of their ids (by code points), in pages; `after` is an id, exclusive. */
  records(collection: string, page: { readonly after?: string; readonly limit: number }): readonly StoredRecord[]
  /** The names of the collections that hold records, in order. */
  collections(): readonly string[]
  /** Writes of records, for those who copy the store; nothing is kept there before it is asked for. */
  readonly journal: RecordJournal
  /** The hash chain's link at a change of the log, or at the horizon; empty where the store keeps no chain. */
  link(seq: number): string
  /** Live documents by key in pages, with their content hashes and without their values. */
  hashes(page: { readonly prefix?: string; readonly after?: string; readonly limit: number }): readonly DocumentHash[]

  /** One bounded step of a filtered scan: looks at no more than `examine` documents after the cursor. */
  scan(query: ScanQuery, page: { readonly cursor?: string; readonly examine: number }): ScanSlice
  /** Rows by id, in the order asked for; an id whose document did not exist at `atSeq` gives undefined. */
  rows(ids: readonly number[], atSeq?: number): readonly (DocumentRow | undefined)[]
  /** Keys in order, live documents only. */
  list(page: {
    readonly prefix?: string
    readonly after?: string
    readonly limit: number
    readonly atSeq?: number
  }): readonly DocumentRow[]
  /** One level of the key tree, ordered by name; `after` is a name. */
  children(page: { readonly prefix: string; readonly after?: string; readonly limit: number }): readonly PrefixNode[]

  statistics(): StorageStatistics
  /** The order-independent digest of every live (key, version, content hash). Full scan: for verification and tests. */
  digest(): string
  /** Compacts in slices: run the generator to its end, yielding to others between steps. */
  compact(plan: CompactionPlan): Generator<Progress, CompactionReport>
  /** Recomputes the chain and every hash, in slices; problems are listed, never repaired in silence. */
  verify(): Generator<Progress, VerifyReport>
  /** Whether there is a file that `copyTo` can copy. */
  readonly copyable: boolean
  /**
   * Copies the store into a new file while it goes on being read and written: the copy is the store as it is at the end.
   * Rejects with E_STORE_MEMORY where there is no file to copy, with the signal's reason, and with errors of the disk.
   */
  copyTo(file: string, hooks?: CopyHooks): Promise<void>
  /** Housekeeping that is best done while nobody writes; returns soon when there is little to do. */
  checkpoint(): void
  /** Idempotent. Everything else throws E_STORE_CLOSED afterwards. */
  close(): void
}
