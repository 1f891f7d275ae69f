import type { LogPosition, StorageStatistics } from '../ports/storage.ts'
import { HottestKeys } from './hottest-keys.ts'
import type { HotKey } from './hottest-keys.ts'
import type { StateUpdate } from './state-update.ts'
import type { Commit } from './write-path.ts'

export interface StateStatistics extends StorageStatistics {
  readonly head: LogPosition
  readonly horizon: LogPosition
  readonly subscribers: number
  readonly schemas: number
  /** How many readable versions of a key are promised where the key's own settings say nothing else. */
  readonly historySize: number
  /** Since this engine was opened. */
  readonly writes: WriteCounts
  /** Most written first, since this engine was opened. */
  readonly hottestKeys: readonly HotKey[]
}

export interface WriteCounts {
  /** Changes that were committed. */
  readonly committed: number
  /** Writes that would have changed nothing. */
  readonly unchanged: number
  /** Batches, bulks included. */
  readonly batches: number
}

const SHOWN_HOT_KEYS = 10

/** Counts what is written while an engine is open. */
export class WriteStatistics {
  readonly #hottest = new HottestKeys()
  #committed = 0
  #unchanged = 0
  #batches = 0

  count({ key, changed }: StateUpdate): void {
    if (!changed) this.#unchanged++
    else {
      this.#committed++
      this.#hottest.count(key)
    }
  }

  countBatch({ updates }: Commit): void {
    this.#batches++
    for (const update of updates) this.count(update)
  }

  countBulk(committed: number, unchanged: number): void {
    this.#committed += committed
    this.#unchanged += unchanged
    this.#batches++
  }

  get counts(): WriteCounts {
    return { committed: this.#committed, unchanged: this.#unchanged, batches: this.#batches }
  }

  get hottestKeys(): readonly HotKey[] {
    return this.#hottest.top(SHOWN_HOT_KEYS)
  }
}
