import { OperationTimes } from './operation-times.ts'

/** What a push goes through at a hub. `push` is the whole of it: from when it came in until its answer holds. */
export const STAGES = ['validate', 'merge', 'commit', 'broadcast', 'push'] as const
export type Stage = (typeof STAGES)[number]

/** Hears how long a stage took, in seconds. */
export type StageObserver = (stage: Stage, seconds: number) => void

const NOBODY_ASKS = (): void => undefined

/** Measures the stages of a hub, and operations as a whole, while somebody observes them; reads no clock while nobody does. */
export class StageTimes {
  readonly operations: OperationTimes
  readonly #nowMs: () => number
  readonly #observers = new Set<StageObserver>()

  /** `nowMs` never goes back: milliseconds since whenever. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.operations = new OperationTimes(nowMs)
  }

  /** The returned function ends it. */
  observe(observer: StageObserver): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** Begins a measurement, and returns what ends it. */
  begin(stage: Stage): () => void {
    if (this.#observers.size === 0) return NOBODY_ASKS
    const began = this.#nowMs()
    return () => {
      const seconds = (this.#nowMs() - began) / 1000
      for (const observer of this.#observers) observer(stage, seconds)
    }
  }

  /** Measures work that is done when it returns or throws. */
  time<Result>(stage: Stage, work: () => Result): Result {
    if (this.#observers.size === 0) return work()
    const end = this.begin(stage)
    try {
      return work()
    } finally {
      end()
    }
  }
}

/** For a hub that nobody measures. */
export const UNTIMED = new StageTimes(() => 0)
