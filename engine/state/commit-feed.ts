import type { LogRange } from './rollback.ts'
import type { StateUpdate } from './state-update.ts'

/** Told of a stretch of the log, with its updates where they are at hand (a bulk is read from the log). */
export type CommitListener = (range: LogRange, updates: readonly StateUpdate[] | undefined) => void

/** Those who want to hear of every commit as soon as it is in the log. */
export class CommitFeed {
  readonly #listeners = new Set<CommitListener>()

  /** The returned function ends it. */
  follow(listener: CommitListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(updates: readonly StateUpdate[]): void {
    const first = updates[0]
    if (this.#listeners.size === 0 || !first) return
    const range = { fromSeq: first.seq, toSeq: updates.at(-1)?.seq ?? first.seq }
    for (const listener of this.#listeners) listener(range, updates)
  }

  tellBulk(range: LogRange): void {
    for (const listener of this.#listeners) listener(range, undefined)
  }
}
