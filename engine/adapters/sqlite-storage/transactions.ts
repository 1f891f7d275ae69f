import type { Connection } from './open-database.ts'

/** Something that remembers what an open transaction has written. */
export interface Participant {
  /** The transaction is committed. */
  settle(): void
  /** It is undone: forget what was remembered of it. */
  discard(): void
}

/** Begins, commits and undoes, and tells those who remember something of it. */
export class Transactions {
  readonly #database: Connection
  readonly #participants: readonly Participant[]
  readonly #begin
  readonly #commit
  readonly #rollback

  constructor(database: Connection, participants: readonly Participant[]) {
    this.#database = database
    this.#participants = participants
    this.#begin = database.prepare('BEGIN')
    this.#commit = database.prepare('COMMIT')
    this.#rollback = database.prepare('ROLLBACK')
  }

  begin(): void {
    this.#begin.run()
  }

  commit(): void {
    this.#commit.run()
    for (const participant of this.#participants) participant.settle()
  }

  undo(): void {
    for (const participant of this.#participants) participant.discard()
    // SQLite has rolled back on its own after some errors.
    if (this.#database.inTransaction) this.#rollback.run()
  }

  /** All of the work, or nothing of it. */
  run<Result>(work: () => Result): Result {
    this.begin()
    try {
      const result = work()
      this.commit()
      return result
    } catch (error) {
      this.undo()
      throw error
    }
  }
}
