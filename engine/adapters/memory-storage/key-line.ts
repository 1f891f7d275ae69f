import { SrvraError } from '../../core/errors.ts'
import { contentHash, sizeBytes, type Hash } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { DocumentRow, HistoryEntry, StoredDocument } from '../../ports/storage.ts'

/** A change whose value compaction has let go, with what the history still tells of it. */
interface Trimmed extends Change {
  readonly hash: string
  readonly sizeBytes: number
}

/** A change in memory: whole, or trimmed. */
export type KeptChange = Change | Trimmed

/** A deletion has no value to lose. */
export function isReadable(change: KeptChange): boolean {
  return change.deleted || change.value !== undefined
}

export function trim(change: Change, hash: Hash): Trimmed {
  return { ...change, value: undefined, hash: hashOf(change, hash) ?? '', sizeBytes: sizeOf(change) }
}

export function sizeOf(change: KeptChange): number {
  if (change.value !== undefined) return sizeBytes(change.value)
  return 'sizeBytes' in change ? change.sizeBytes : 0
}

function hashOf(change: KeptChange, hash: Hash): string | undefined {
  if (change.value !== undefined) return contentHash(change.value, hash)
  return 'hash' in change ? change.hash : undefined
}

export function entryOf(change: KeptChange, hash: Hash): HistoryEntry {
  const { value: _value, metadata: _metadata, ...summary } = change
  return { ...summary, hash: hashOf(change, hash), sizeBytes: sizeOf(change), readable: isReadable(change) }
}

/** The life of one key: its changes in order, of which the oldest may have been let go. */
export class KeyLine {
  readonly id: number
  readonly key: string
  readonly createdAt: number
  /** Ascending by version; never empty. */
  readonly changes: KeptChange[] = []
  /** True when changes before the first one were removed. */
  cut = false

  constructor(id: number, first: Change) {
    this.id = id
    this.key = first.key
    this.createdAt = first.at
  }

  get latest(): KeptChange {
    return this.changes[this.changes.length - 1] as KeptChange
  }

  /** The index of the last change at or before a position, by binary search; -1 when there is none. */
  indexAt(seq: number): number {
    return lastIndexUpTo(this.changes, (change) => change.seq <= seq)
  }

  /** The index of a version; -1 when the key never had it. */
  indexOfVersion(version: number): number {
    const index = lastIndexUpTo(this.changes, (change) => change.version <= version)
    return this.changes[index]?.version === version ? index : -1
  }

  /** What the key was after a change of its own. Throws E_COMPACTED when its value was let go. */
  documentAt(index: number): StoredDocument {
    const change = this.changes[index] as KeptChange
    if (!isReadable(change)) throw this.compacted(change.version)
    const { key, version, seq, value, metadata, actor, at } = change
    return { key, version, seq, value, metadata, actor, createdAt: this.createdAt, updatedAt: at }
  }

  /** A version's document; undefined when the key never had it. Throws E_COMPACTED for one below the oldest that is kept. */
  documentOfVersion(version: number): StoredDocument | undefined {
    const index = this.indexOfVersion(version)
    if (index >= 0) return this.documentAt(index)
    if (this.cut && version > 0 && version < (this.changes[0] as KeptChange).version) throw this.compacted(version)
    return undefined
  }

  /** Changes before a version (all when it is absent), newest first. */
  newest(page: { readonly before?: number; readonly limit: number }): readonly KeptChange[] {
    const { before, limit } = page
    const end = before === undefined ? this.changes.length : lastIndexUpTo(this.changes, (change) => change.version < before) + 1
    return this.changes.slice(Math.max(0, end - limit), end).toReversed()
  }

  compacted(version: number): SrvraError {
    const { key } = this
    const oldest = this.changes[this.changes.findLastIndex((change) => !isReadable(change)) + 1]?.version ?? this.latest.version
    return new SrvraError(
      'E_COMPACTED',
      `Version ${version} of '${key}' has been compacted away; the oldest that can be read is ${oldest}.`,
      { key, version, oldest },
    )
  }

  rowAt(index: number): DocumentRow {
    const change = this.changes[index] as KeptChange
    const { key, version, seq, metadata, actor, at, deleted } = change
    return { id: this.id, key, version, seq, sizeBytes: sizeOf(change), updatedAt: at, actor, tags: metadata.tags ?? [], deleted }
  }
}

/** The last index of a list whose leading part, and only that, fulfils the condition. */
export function lastIndexUpTo<Item>(list: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(list[middle] as Item)) low = middle + 1
    else high = middle
  }
  return low - 1
}
