import type { Hash, JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { entryId, ENTRIES, linkedEntry, STATE, trailStart } from './audit-entry.ts'

/** Where a trail ends. */
export interface TrailEnd {
  /** Of the newest entry; 0 when there is none. */
  readonly n: number
  readonly link: string
  /** The last change of the log that the trail vouches for. */
  readonly seq: number
  /** The life of the store in which that was. */
  readonly epoch: number
}

/** Where a trail begins: the last entry that was let go of, when it was too old. */
export interface TrailStart {
  readonly n: number
  readonly link: string
}

export const END = 'end'
const START = 'start'
const PAGE = 1000

/**
 * Where the trail of a store ends. Entries that are there beyond what was noted are gone over, never written over: whoever
 * tampers with the note must not make the engine destroy the evidence.
 */
export function readEnd(storage: Storage, hash: Hash): TrailEnd {
  const start = readStart(storage, hash)
  const noted = storage.record(STATE, END) as unknown as TrailEnd | undefined
  const { seq, epoch } = noted ?? { seq: 0, epoch: storage.epoch }
  let { n, link }: TrailStart = noted ?? start
  for (;;) {
    const last = storage.records(ENTRIES, { after: entryId(n), limit: PAGE }).at(-1)
    if (!last) return { n, link, seq, epoch }
    ;({ n, link } = linkedEntry(last))
  }
}

export function readStart(storage: Storage, hash: Hash): TrailStart {
  const kept = storage.record(STATE, START) as unknown as TrailStart | undefined
  return kept ?? { n: 0, link: trailStart(storage.storeId, hash) }
}

export function startRecord({ n, link }: TrailStart): { collection: string; id: string; value: JsonValue } {
  return { collection: STATE, id: START, value: { n, link } }
}
