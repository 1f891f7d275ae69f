import { SrvraError } from '../../core/errors.ts'
import type { Change } from '../../core/log/change.ts'
import { assertBase, assertContiguous, operationReused } from '../../core/log/check-append.ts'
import { isForeign } from '../../core/log/op-id.ts'
import type { BulkAppend, RecordWrite } from '../../ports/storage.ts'
import type { DocumentEntry } from './document-entry.ts'
import type { HighWaterMark } from './high-water-mark.ts'
import { headAfter, type LogHead } from './log-head.ts'
import type { StoreGuard } from './store-guard.ts'
import type { Tables } from './tables.ts'
import type { Transactions } from './transactions.ts'

export interface LogWriterParts {
  readonly tables: Tables
  readonly transactions: Transactions
  readonly guard: StoreGuard
  readonly mark: HighWaterMark
  /** True where a commit is on the disk when it returns. */
  readonly marksCommits: boolean
  readonly head: LogHead
}

const NO_RECORDS: readonly RecordWrite[] = []

/** The way into the log. Knows its head: the newest change that everybody may see. */
export class LogWriter {
  readonly #parts: LogWriterParts
  #head: LogHead
  #bulk: Bulk | undefined

  constructor(parts: LogWriterParts) {
    this.#parts = parts
    this.#head = parts.head
  }

  get head(): LogHead {
    return this.#head
  }

  /** While a bulk is open, reads are held at the position where it began; undefined otherwise. */
  get pinnedSeq(): number | undefined {
    return this.#bulk && this.#head.seq
  }

  /** The number of the newest document that everybody may see. */
  get lastDocument(): number {
    return this.#bulk?.documentsBefore ?? this.#parts.tables.documents.lastId()
  }

  append(changes: readonly Change[], records: readonly RecordWrite[] = NO_RECORDS): void {
    this.assertIdle()
    if (changes.length === 0 && records.length === 0) return
    const { guard, transactions, tables } = this.#parts
    assertContiguous(changes, this.#head.seq)
    const entries: DocumentEntry[] = []
    const head = guard.write(() => transactions.run(() => this.#write(changes, records, entries)))
    this.#head = head
    tables.documents.remember(entries)
    this.#noteMark()
  }

  beginBulk(): BulkAppend {
    this.assertIdle()
    const { guard, transactions } = this.#parts
    guard.write(() => transactions.begin())
    const bulk = new Bulk(this.#parts, this.#head, (head) => this.#endBulk(head))
    this.#bulk = bulk
    return bulk
  }

  /** Ends what a bulk left open. */
  abandonBulk(): void {
    this.#bulk?.abandon()
  }

  /** Throws E_STORE_CLOSED, E_STORE_FENCED and E_STORE_BUSY. */
  assertIdle(): void {
    this.#parts.guard.assertWritable()
    this.assertNoBulk()
  }

  /** Throws E_STORE_CLOSED and E_STORE_BUSY. */
  assertNoBulk(): void {
    this.#parts.guard.assertOpen()
    if (this.#bulk) throw new SrvraError('E_STORE_BUSY', 'A bulk write is under way; try again when it is done.')
  }

  #write(changes: readonly Change[], records: readonly RecordWrite[], entries: DocumentEntry[]): LogHead {
    const tables = this.#parts.tables
    const { writer, documents, prefixes } = tables
    const written = changes.length > 1 ? new Map<string, DocumentEntry>() : undefined
    let head = this.#head
    for (const change of changes) {
      assertNewOperation(change, this.#parts.tables)
      const before = written?.get(change.key) ?? documents.find(change.key)
      const { entry, chain } = writer.write(change, before, head.chain)
      written?.set(change.key, entry)
      entries.push(entry)
      head = headAfter(change, chain)
    }
    prefixes.flush()
    if (records.length > 0) {
      tables.records.write(records)
      tables.journal.note(head.seq, records)
    }
    return head
  }

  /** The position is that of the commit, or undefined when nothing came of the bulk. */
  #endBulk(head: LogHead | undefined): void {
    this.#bulk = undefined
    if (!head) return
    this.#head = head
    this.#noteMark()
  }

  #noteMark(): void {
    if (!this.#parts.marksCommits) return
    try {
      this.#parts.guard.write(() => this.#parts.mark.write(this.#head))
    } catch {
      // The change is on the disk, so it is acknowledged; but the store is fenced now, and the next write says so.
    }
  }
}

/** One transaction over many slices. What it writes stays out of the cache, so that reads go on to see what was. */
class Bulk implements BulkAppend {
  readonly documentsBefore: number
  readonly #parts: LogWriterParts
  readonly #onEnd: (head: LogHead | undefined) => void
  readonly #stale: string[] = []
  /** Nobody may read records of a bulk before its commit, so they are written with it. */
  readonly #held: RecordWrite[] = []
  #head: LogHead
  #open = true

  constructor(parts: LogWriterParts, head: LogHead, onEnd: (head: LogHead | undefined) => void) {
    this.documentsBefore = parts.tables.documents.lastId()
    this.#parts = parts
    this.#head = head
    this.#onEnd = onEnd
  }

  add(changes: readonly Change[], records: readonly RecordWrite[] = NO_RECORDS): void {
    this.#assertOpen()
    const { guard, tables } = this.#parts
    guard.assertWritable()
    assertContiguous(changes, this.#head.seq)
    const versions = new Map<string, number>()
    for (const change of changes) {
      assertBase(change, versions.get(change.key) ?? tables.documents.line(change.key)?.version ?? 0)
      assertNewOperation(change, tables)
      versions.set(change.key, change.version)
    }
    this.#held.push(...records)
    this.#orAbandon(() => this.#write(changes))
  }

  commit(): void {
    this.#assertOpen()
    const { guard, tables, transactions } = this.#parts
    guard.assertWritable()
    this.#orAbandon(() => {
      tables.prefixes.flush()
      tables.records.write(this.#held)
      tables.journal.note(this.#head.seq, this.#held)
      transactions.commit()
    })
    this.#open = false
    tables.documents.forget(this.#stale)
    this.#onEnd(this.#head)
  }

  abandon(): void {
    if (!this.#open) return
    this.#open = false
    try {
      this.#parts.transactions.undo()
    } finally {
      this.#onEnd(undefined)
    }
  }

  #write(changes: readonly Change[]): void {
    const { writer, documents } = this.#parts.tables
    for (const change of changes) {
      if (documents.isCached(change.key)) this.#stale.push(change.key)
      const { chain } = writer.write(change, documents.peek(change.key), this.#head.chain)
      this.#head = headAfter(change, chain)
    }
  }

  /** After an error SQLite may have let the whole transaction go: nothing may be written behind that. */
  #orAbandon(work: () => void): void {
    try {
      this.#parts.guard.write(work)
    } catch (error) {
      this.abandon()
      throw error
    }
  }

  #assertOpen(): void {
    this.#parts.guard.assertOpen()
    if (!this.#open) throw new SrvraError('E_BULK_OVER', 'This bulk write is over; begin another one.')
  }
}

/** L-30. Operations made here have an id that follows from their position, so only others can come twice. */
function assertNewOperation(change: Change, { changes, operations, meta }: Tables): void {
  if (!isForeign(change, meta.storeId)) return
  if (changes.seqOfOperation(change.opId) !== undefined || operations.find(change.opId) !== undefined) throw operationReused(change)
}
