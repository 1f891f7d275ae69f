import { SrvraError } from '../core/errors.ts'
import type { Storage } from '../ports/storage.ts'
import type { TargetKeeper } from './target-keeper.ts'

/** Letting entries go costs a commit: not for each one. */
const FORGET_EVERY = 64
/** What the journal may hold for a target that does not answer. */
const JOURNAL_LIMIT = 200_000

/** Keeps a store's journal no longer than its targets need it. */
export class JournalCare {
  readonly #storage: Storage
  readonly #keepers: readonly TargetKeeper[]
  #forgotten = 0

  constructor(storage: Storage, keepers: readonly TargetKeeper[]) {
    this.#storage = storage
    this.#keepers = keepers
  }

  /** Lets go of what every target has; one that has not answered for long loses it, and gets a copy of the whole instead. */
  forget(): void {
    const { journal } = this.#storage
    const had = this.#keepers.map((keeper) => keeper.stream?.cursor?.journal ?? this.#forgotten)
    const through = Math.max(Math.min(...had), journal.last() - JOURNAL_LIMIT)
    if (through - this.#forgotten < FORGET_EVERY) return
    try {
      journal.forget(through)
    } catch (error) {
      // A bulk write is under way: there is time.
      if (error instanceof SrvraError && error.code === 'E_STORE_BUSY') return
      throw error
    }
    this.#forgotten = through
    for (const keeper of this.#keepers) keeper.stream?.journalForgotten(through)
  }
}
