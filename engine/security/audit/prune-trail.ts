import type { Hash } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { ENTRIES, entryId, linkedEntry } from './audit-entry.ts'
import { readStart, startRecord } from './trail-ends.ts'
import type { TrailStart } from './trail-ends.ts'

const SLICE = 500

/** What was let go of: entries up to and with `n`. */
export interface Pruned extends TrailStart {
  readonly entries: number
}

/**
 * Lets entries go that are older than an instant from the beginning, in slices. Where the rest begins
 * is noted with the same commit, so that it can be verified as before. // A-8
 */
export function* pruneTrail(storage: Storage, hash: Hash, before: number): Generator<void, Pruned> {
  const begun = readStart(storage, hash)
  let start = begun
  for (;;) {
    const page = storage.records(ENTRIES, { after: entryId(start.n), limit: SLICE }).map(linkedEntry)
    const kept = page.findIndex(({ at }) => at >= before)
    const old = kept === -1 ? page : page.slice(0, kept)
    const last = old.at(-1)
    if (!last) return { ...start, entries: start.n - begun.n }
    start = { n: last.n, link: last.link }
    const removed = old.map(({ n }) => ({ collection: ENTRIES, id: entryId(n), value: undefined }))
    void storage.append([], [...removed, startRecord(start)])
    yield
  }
}
