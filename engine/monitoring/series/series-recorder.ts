import type { SeriesBucket, SeriesStore, SeriesWrite } from '../../ports/series-store.ts'
import { bucketOf, joinBuckets, levelFor, stepAt } from './roll-up.ts'
import type { SeriesLevel } from './roll-up.ts'

/** What a series showed at some moment. */
export interface Sample {
  readonly series: string
  readonly value: number
}

/** A stretch of a series: buckets of one step, with gaps where nothing was seen. */
export interface SeriesStretch {
  readonly stepMs: number
  readonly buckets: readonly SeriesBucket[]
}

/** Old buckets are let go of once in so many milliseconds: deleting one at a time would cost a search every second. */
const TRIM_EVERY_MS = 60_000

/** Keeps what series show, at every level at once, and lets go of what is older than a level keeps. */
export class SeriesRecorder {
  readonly #store: SeriesStore
  readonly #levels: readonly SeriesLevel[]
  #trimmedAt = -Infinity

  /** Levels go from the finest to the coarsest. */
  constructor(store: SeriesStore, levels: readonly SeriesLevel[]) {
    this.#store = store
    this.#levels = levels
  }

  /** Adds what was seen at an instant to the buckets that it falls into; what is no number is a gap. */
  record(at: number, samples: readonly Sample[]): void {
    const seen = samples.filter(({ value }) => Number.isFinite(value))
    this.#store.put(this.#levels.flatMap(({ stepMs }) => seen.map((sample) => this.#add(at, sample, stepMs))))
    // A clock that was set back must not keep old buckets for good.
    if (Math.abs(at - this.#trimmedAt) < TRIM_EVERY_MS) return
    this.#trimmedAt = at
    for (const { stepMs, keepMs } of this.#levels) this.#store.trim(stepMs, at - keepMs)
  }

  /** From the finest level that still has the beginning at `now`, and not too many buckets since. */
  read(series: string, from: number, to: number, now: number): SeriesStretch {
    const { stepMs } = levelFor(this.#levels, from, to, now)
    return { stepMs, buckets: this.#store.read(series, stepMs, stepAt(from, stepMs), to) }
  }

  /** Everything from an instant on, as finely as it is kept: nothing where the finest level has let go of it. */
  readFinest(series: string, from: number): readonly SeriesBucket[] {
    const [finest] = this.#levels
    return finest ? this.#store.read(series, finest.stepMs, from, Infinity) : []
  }

  names(): readonly string[] {
    return this.#store.names()
  }

  #add(at: number, { series, value }: Sample, stepMs: number): SeriesWrite {
    const bucket = bucketOf(at, value, stepMs)
    // Read back, not remembered: so a restart within a step goes on with what was there.
    const [open] = this.#store.read(series, stepMs, bucket.at, bucket.at + stepMs)
    return { series, stepMs, bucket: open ? joinBuckets(open, bucket) : bucket }
  }
}
