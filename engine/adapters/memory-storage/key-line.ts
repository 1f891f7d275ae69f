import { SrvraError } from '../../core/errors.ts'
import { sizeBytes } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { DocumentRow, StoredDocument } from '../../ports/storage.ts'

/** The life of one key: its changes in order, of which the oldest may have been let go. */
export class KeyLine {
  readonly id: number
  readonly key: string
  readonly createdAt: number
  /** Ascending by version; never empty. */
  readonly changes: Change[] = []
  /** Changes before this index have let go of their values. */
  readableFrom = 0

  constructor(id: number, first: Change) {
    this.id = id
    this.key = first.key
    this.createdAt = first.at
  }

  get latest(): Change {
    return this.changes[this.changes.length - 1] as Change
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
    const change = this.changes[index] as Change
    if (index < this.readableFrom) throw this.compacted(change.version)
    const { key, version, seq, value, metadata, actor, at } = change
    return { key, version, seq, value, metadata, actor, createdAt: this.createdAt, updatedAt: at }
  }

  compacted(version: number): SrvraError {
    const oldest = this.changes[this.readableFrom]?.version ?? this.latest.version
    return new SrvraError('E_COMPACTED', `Version ${version} of '${this.key}' has been compacted away; the oldest that can be read is ${oldest}.`, { key: this.key, version, oldest })
  }

  rowAt(index: number): DocumentRow {
    const { key, version, seq, value, metadata, actor, at } = this.changes[index] as Change
    const size = value === undefined ? 0 : sizeBytes(value)
    return { id: this.id, key, version, seq, sizeBytes: size, updatedAt: at, actor, tags: metadata.tags ?? [], deleted: value === undefined }
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
