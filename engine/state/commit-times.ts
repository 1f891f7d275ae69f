/** Measures how long the store takes for a commit, while somebody observes; reads no clock while nobody does. */
export class CommitTimes {
  readonly #nowMs: () => number
  readonly #observers = new Set<(seconds: number) => void>()

  /** `nowMs` never goes back: milliseconds since whenever. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Tells how long each commit took, whether it went well or not. The returned function ends it. */
  observe(observer: (seconds: number) => void): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  time<Result>(commit: () => Result): Result {
    if (this.#observers.size === 0) return commit()
    const began = this.#nowMs()
    try {
      return commit()
    } finally {
      const seconds = (this.#nowMs() - began) / 1000
      for (const observer of this.#observers) observer(seconds)
    }
  }
}

/** For a state manager that nobody measures. */
export const UNTIMED_COMMITS = new CommitTimes(() => 0)
