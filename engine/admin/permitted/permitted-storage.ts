import { hideFields } from '../../core/policy/index.ts'
import type { DocumentPolicy } from '../../core/policy/index.ts'
import { compileFilter } from '../../core/query/index.ts'
import type { DocumentRow, HistoryEntry, LogPosition, PrefixNode, ScanSlice, Storage, StoredDocument } from '../../ports/storage.ts'
import { childrenAt } from '../documents/children-at.ts'
import type { DocumentReads } from './document-reads.ts'

/** Rows that one look takes while it passes over what may not be read. */
const PAGE = 500

/**
 * A store as somebody sees it who may not read all of it: keys out of reach are not there, hidden fields are not in the
 * documents, and filters look at what is left, so that a filter finds out nothing that a look does not show.
 */
export class PermittedStorage implements DocumentReads {
  readonly #store: DocumentReads
  readonly #policy: DocumentPolicy

  constructor(store: DocumentReads, policy: DocumentPolicy) {
    this.#store = store
    this.#policy = policy
  }

  get storeId(): string {
    return this.#store.storeId
  }

  head(): ReturnType<Storage['head']> {
    return positionOf(this.#store.head())
  }

  horizon(): ReturnType<Storage['horizon']> {
    return positionOf(this.#store.horizon())
  }

  seqAt(at: number): number {
    return this.#store.seqAt(at)
  }

  /** Of the whole store: how much there is, is no secret. */
  statistics(): ReturnType<Storage['statistics']> {
    return this.#store.statistics()
  }

  verify(): ReturnType<Storage['verify']> {
    return this.#store.verify()
  }

  compact(plan: Parameters<Storage['compact']>[0]): ReturnType<Storage['compact']> {
    return this.#store.compact(plan)
  }

  read(key: string): StoredDocument | undefined {
    return this.#seen(key, () => this.#store.read(key))
  }

  readVersion(key: string, version: number): StoredDocument | undefined {
    return this.#seen(key, () => this.#store.readVersion(key, version))
  }

  readAt(key: string, seq: number): StoredDocument | undefined {
    return this.#seen(key, () => this.#store.readAt(key, seq))
  }

  history(key: string, page: Parameters<Storage['history']>[1]): readonly HistoryEntry[] {
    return this.#policy.mayRead(key) ? this.#store.history(key, page).map((entry) => this.#entry(entry)) : []
  }

  log(page: Parameters<Storage['log']>[0]): readonly HistoryEntry[] {
    return this.#store
      .log(page)
      .filter(({ key }) => this.#policy.mayRead(key))
      .map((entry) => this.#entry(entry))
  }

  scan({ filter, sort, atSeq }: Parameters<Storage['scan']>[0], page: Parameters<Storage['scan']>[1]): ScanSlice {
    const matches = compileFilter(filter)
    const { cursor: after, examine } = page
    const rows = this.#store.list({
      limit: examine,
      ...(after === undefined ? {} : { after }),
      ...(atSeq === undefined ? {} : { atSeq }),
    })
    const found = rows.filter(({ key }) => {
      const document = this.#policy.mayRead(key) && (atSeq === undefined ? this.read(key) : this.readAt(key, atSeq))
      return document && matches(document)
    })
    return {
      ids: found.map(({ id }) => id),
      sortValues: sort === 'key' ? [] : found.map((row) => row[sort]),
      examined: rows.length,
      cursor: rows.length === examine ? rows.at(-1)?.key : undefined,
    }
  }

  rows(ids: readonly number[], atSeq?: number): readonly (DocumentRow | undefined)[] {
    return this.#store.rows(ids, atSeq).map((row) => (row && this.#policy.mayRead(row.key) ? row : undefined))
  }

  list(page: Parameters<Storage['list']>[0]): readonly DocumentRow[] {
    const found: DocumentRow[] = []
    for (let { after } = page; ;) {
      const rows = this.#store.list({ ...page, limit: Math.max(PAGE, page.limit), ...(after === undefined ? {} : { after }) })
      found.push(...rows.filter(({ key }) => this.#policy.mayRead(key)))
      if (found.length >= page.limit || rows.length < Math.max(PAGE, page.limit)) return found.slice(0, page.limit)
      after = rows.at(-1)?.key
    }
  }

  /** Without counts: those that are kept are of every document below. */
  children(page: Parameters<Storage['children']>[0]): readonly PrefixNode[] {
    return childrenAt(this, page, this.head().seq) as readonly PrefixNode[]
  }

  #seen(key: string, read: () => StoredDocument | undefined): StoredDocument | undefined {
    const document = this.#policy.mayRead(key) ? read() : undefined
    if (document?.value === undefined) return document
    return { ...document, value: hideFields(document.value, this.#policy.hiddenIn(key)) }
  }

  /** A hash of what is hidden would let it be guessed. */
  #entry(entry: HistoryEntry): HistoryEntry {
    return this.#policy.hiddenIn(entry.key).length === 0 ? entry : { ...entry, hash: undefined }
  }
}

/** A store may answer with more than a position, such as the change that lies there. */
function positionOf({ seq, at }: LogPosition): LogPosition {
  return { seq, at }
}
