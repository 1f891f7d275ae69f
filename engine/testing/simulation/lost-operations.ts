import { DECIDED, DECISIONS, readConflict, WAITING } from '../../conflict/conflict-record.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'

/** A write of a replica that a hub had taken in or kept, and lost when it was restored. */
export interface LostOperation {
  readonly opId: string
  readonly key: string
  /** Content hash of what its author wants; undefined for a deletion. */
  readonly hash: string | undefined
  /** It waited for a person, or one had decided it. */
  readonly conflict: boolean
}

const ALL = 100_000

/** All that restores took from a hub, as far as nothing later of the same author stands for it. */
export class LostOperations {
  readonly #hash: Hash
  readonly #conflicts = new Map<string, LostOperation>()
  readonly #ever = new Set<string>()
  /** Of each author and key the last one: that one has those before it. */
  readonly #last = new Map<string, LostOperation>()

  constructor(hash: Hash) {
    this.#hash = hash
  }

  all(): readonly LostOperation[] {
    return [...this.#conflicts.values(), ...this.#last.values()]
  }

  /** A conflict was lost, at some time. */
  has(opId: string): boolean {
    return this.#ever.has(opId)
  }

  /** Takes in what is in the store as it was and not in the restored one. */
  add(before: Storage, after: Storage): void {
    for (const [opId, { key, hash }] of this.#conflicts) if (tookIn(before, opId, key, hash)) this.#conflicts.delete(opId)
    for (const { opId, origin, key, hash } of before.log({ after: after.head().seq, limit: ALL })) {
      const other = this.#last.get(`${origin} ${key}`)
      if (origin !== before.storeId && (!other || numberOf(other.opId) <= numberOf(opId)))
        this.#last.set(`${origin} ${key}`, { opId, key, hash, conflict: false })
    }
    const decided = before.records(DECIDED, { limit: ALL }).map(({ id, value }) => ({ id: id.slice(id.indexOf('-') + 1), value }))
    for (const { id, value } of [...before.records(WAITING, { limit: ALL }), ...decided]) {
      if (after.record(WAITING, id) !== undefined || after.record(DECISIONS, id) !== undefined) continue
      const { key, theirs, operation } = readConflict(value)
      const hash = theirs.value === undefined ? undefined : contentHash(theirs.value, this.#hash)
      this.#ever.add(operation.opId)
      this.#conflicts.set(operation.opId, { opId: operation.opId, key, hash, conflict: true })
    }
  }
}

/** Whether a conflict that was lost became part of its document since, and shares the fate of what its author wrote there. */
function tookIn(hub: Storage, opId: string, key: string, hash: string | undefined): boolean {
  if (hub.record(WAITING, `c-${opId}`) !== undefined) return false
  return hub.operation(opId) !== undefined || hub.history(key, { limit: ALL }).some((entry) => entry.hash === hash)
}

/** Whether an author wrote one operation after another. */
export function isLater(opId: string, than: string): boolean {
  return opId.split('-')[0] === than.split('-')[0] && numberOf(opId) > numberOf(than)
}

/** The position in its author's log that an operation's id begins with. */
function numberOf(opId: string): number {
  return Number(opId.slice(opId.indexOf('-') + 1).split('.')[0])
}
