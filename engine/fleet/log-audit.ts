import { letOthersRun } from '../admin/slices.ts'
import { contentHash } from '../core/json/index.ts'
import type { Hash } from '../core/json/index.ts'
import type { Storage } from '../ports/storage.ts'
import type { Audit, PromisedWrite } from './promised-write.ts'

/** So many writes are held until the end; of a longer run the oldest are looked up on the way. */
const KEPT = 100_000
const SLICE = 1000

/** Looks promised writes up in the log of a hub whose store is at hand. // C-21 */
export class LogAudit implements Audit {
  readonly #storage: Storage
  readonly #hash: Hash
  readonly #kept: number
  readonly #writes: PromisedWrite[] = []
  #lost = 0

  constructor(storage: Storage, hash: Hash, kept = KEPT) {
    this.#storage = storage
    this.#hash = hash
    this.#kept = kept
  }

  /** How many writes are held to be looked up. */
  get held(): number {
    return this.#writes.length
  }

  promised(write: PromisedWrite): void {
    const last = this.#writes.at(-1)
    // Writes that travelled as one operation have one answer: what counts is the last value.
    if (last && last.origin === write.origin && last.key === write.key && last.seq === write.seq) this.#writes.pop()
    this.#writes.push(write)
    if (this.#writes.length >= this.#kept + SLICE) this.#lookUp(this.#writes.splice(0, SLICE))
  }

  async countLost(): Promise<number> {
    while (this.#writes.length > 0) {
      this.#lookUp(this.#writes.splice(0, SLICE))
      await letOthersRun()
    }
    return this.#lost
  }

  #lookUp(writes: readonly PromisedWrite[]): void {
    for (const write of writes) if (!this.#isThere(write)) this.#lost++
  }

  /** The change is where the hub said. It is the writer's own, unless somebody else had written the same before. */
  #isThere({ key, version, seq, origin, merged, value }: PromisedWrite): boolean {
    const [entry] = this.#storage.log({ after: seq - 1, limit: 1 })
    if (entry?.seq !== seq || entry.key !== key || entry.version !== version) return false
    return merged || entry.origin === origin || entry.hash === contentHash(value, this.#hash)
  }
}
