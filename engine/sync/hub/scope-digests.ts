import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import { RunningDigest } from '../running-digest.ts'
import type { Counted } from '../running-digest.ts'
import type { Scope } from '../../core/query/scope.ts'

/** The documents of a scope in two numbers, and the position that they hold for. */
export interface ScopeDigest {
  readonly at: number
  readonly digest: string
  readonly count: number
}

const SLICE = 2000
const MAX_KEPT = 32

/**
 * Digests of what replicas subscribe to: counted once in slices, then kept up to date with every commit (P-47). While
 * one is being counted, what changes behind the count is corrected and what changes before it will be met.
 */
export class ScopeDigests {
  readonly #storage: Storage
  readonly #hash: Hash
  readonly #scheduler: Scheduler
  readonly #kept = new Map<Scope, ScopeCount>()

  constructor(storage: Storage, hash: Hash, scheduler: Scheduler) {
    this.#storage = storage
    this.#hash = hash
    this.#scheduler = scheduler
  }

  /** Tells the digest of a scope, now or after some turns. */
  ask(scope: Scope, tell: (digest: ScopeDigest) => void): void {
    const known = this.#kept.get(scope)
    const running = known ?? new ScopeCount(scope, this.#hash)
    this.#kept.delete(scope)
    this.#kept.set(scope, running)
    if (running.complete) return tell(running.read(this.#storage.head().seq))
    running.waiting.push(tell)
    if (!known) this.#count(running)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break
      if (this.#kept.get(oldest)?.complete) this.#kept.delete(oldest)
      else break
    }
  }

  /** Takes in a commit; a bulk (no updates) makes what was counted worthless. */
  add(updates: readonly StateUpdate[] | undefined): void {
    for (const running of this.#kept.values()) {
      if (updates) for (const update of updates) running.add(update)
      else if (running.complete) this.#kept.delete(running.scope)
      else running.restart()
    }
  }

  #count(running: ScopeCount): void {
    running.slice(this.#storage)
    if (!running.complete) {
      this.#scheduler.after(0, () => this.#count(running))
      return
    }
    const digest = running.read(this.#storage.head().seq)
    for (const tell of running.waiting.splice(0)) tell(digest)
  }
}

class ScopeCount {
  readonly scope: Scope
  readonly waiting: ((digest: ScopeDigest) => void)[] = []
  readonly #hash: Hash
  readonly #digest: RunningDigest

  constructor(scope: Scope, hash: Hash) {
    this.scope = scope
    this.#hash = hash
    this.#digest = new RunningDigest(hash)
  }

  get complete(): boolean {
    return this.#digest.complete
  }

  read(at: number): ScopeDigest {
    return { at, digest: this.#digest.toString(), count: this.#digest.count }
  }

  restart(): void {
    this.#digest.restart()
  }

  slice(storage: Storage): void {
    const after = this.#digest.countedTo
    const page = storage.hashes({ prefix: this.scope.prefix, ...(after === undefined ? {} : { after }), limit: SLICE })
    const documents = page.filter(({ key }) => this.scope.matches(key))
    this.#digest.addPage(documents, page.at(-1)?.key, page.length < SLICE)
  }

  add({ key, value, version, previousValue, previousVersion }: StateUpdate): void {
    if (this.scope.matches(key))
      this.#digest.replace(key, this.#counted(previousVersion, previousValue), this.#counted(version, value))
  }

  #counted(version: number, value: StateUpdate['value']): Counted | undefined {
    return value === undefined ? undefined : { version, hash: contentHash(value, this.#hash) }
  }
}
