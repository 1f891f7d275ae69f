import { DECISIONS, readConflict, WAITING } from '../../conflict/conflict-record.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'

/** A write of a replica that a hub had taken in or kept, and lost when it was restored. */
export interface LostOperation {
  readonly opId: string
  readonly key: string
  /** Content hash of what its author wants; undefined for a deletion. */
  readonly hash: string | undefined
  /** It was merged with what others wrote, so that what it led to is not what its author wrote. */
  readonly merged: boolean
}

const ALL = 100_000

/** All that restores took from a hub, as far as nothing later of the same author stands for it. */
export class LostOperations {
  readonly #hash: Hash
  readonly #conflicts = new Map<string, LostOperation>()
  /** Of each author and key the last one: that one has those before it. */
  readonly #last = new Map<string, LostOperation>()

  constructor(hash: Hash) {
    this.#hash = hash
  }

  all(): readonly LostOperation[] {
    return [...this.#conflicts.values(), ...this.#last.values()]
  }

  has(opId: string): boolean {
    return this.#conflicts.has(opId)
  }

  /** Takes in what is in the store as it was and not in the restored one. */
  add(before: Storage, after: Storage): void {
    for (const { opId, origin, key, hash, kind } of before.log({ after: after.head().seq, limit: ALL })) {
      const other = this.#last.get(`${origin} ${key}`)
      if (origin !== before.storeId && (!other || numberOf(other.opId) <= numberOf(opId)))
        this.#last.set(`${origin} ${key}`, { opId, key, hash, merged: kind === 'merge' })
    }
    for (const { id, value } of before.records(WAITING, { limit: ALL })) {
      if (after.record(WAITING, id) !== undefined || after.record(DECISIONS, id) !== undefined) continue
      const { key, theirs, operation } = readConflict(value)
      const hash = theirs.value === undefined ? undefined : contentHash(theirs.value, this.#hash)
      this.#conflicts.set(operation.opId, { opId: operation.opId, key, hash, merged: false })
    }
  }
}

/** The position in its author's log that an operation's id begins with. */
function numberOf(opId: string): number {
  return Number(opId.slice(opId.indexOf('-') + 1).split('.')[0])
}
