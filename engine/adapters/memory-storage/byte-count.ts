import type { KeptChange, KeyLine } from './key-line.ts'
import { sizeOf } from './key-line.ts'

/** Sizes of what a log holds, counted on from where the last count ended: writes do not pay for it, and no count starts over. */
export class ByteCount {
  /** Of the values that are current. */
  current = 0
  /** Of the values before them. */
  history = 0
  #counted = 0

  /** Counts what the log has after the last count. `lineOf` finds the life of a change's key. */
  countOn(log: readonly KeptChange[], lineOf: (key: string) => KeyLine): void {
    const first = log.findLastIndex((change) => change.seq <= this.#counted) + 1
    for (let index = first; index < log.length; index += 1) {
      const change = log[index] as KeptChange
      const line = lineOf(change.key)
      const before = line.changes[line.indexOfVersion(change.version) - 1]
      const moved = before ? sizeOf(before) : 0
      this.current += sizeOf(change) - moved
      this.history += moved
    }
    this.#counted = log.at(-1)?.seq ?? this.#counted
  }

  /** Values of earlier versions were let go. */
  release(bytes: number): void {
    this.history -= bytes
  }
}
