/** What was seen of a series within one step of time; see SeriesStore. */
export interface SeriesBucket {
  /** When the step begins, milliseconds since 1970. */
  readonly at: number
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** What was seen last. */
  readonly last: number
}

/** A bucket, and where it belongs. */
export interface SeriesWrite {
  readonly series: string
  readonly stepMs: number
  readonly bucket: SeriesBucket
}

/** What a mark says that there was: something that a person or a script put there, or an act that figures are read against. */
export const MARK_KINDS = ['note', 'start', 'stop', 'restore', 'rollback', 'rules'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** Words at an instant, beside figures: `deploy 1.2`. */
export interface Mark {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: MarkKind
  readonly text: string
  readonly by?: string
}

/** So many marks are kept, the newest. */
export const MOST_MARKS = 1000

/** Keeps buckets of series by name, step and time. Knows nothing of how they come about. */
export interface SeriesStore {
  /** Writes all or none; a bucket replaces the one of the same series, step and time. */
  put(writes: readonly SeriesWrite[]): void
  /** Buckets that begin in [from, to), in order; where there is none, there is a gap. */
  read(series: string, stepMs: number, from: number, to: number): readonly SeriesBucket[]
  /** Names of all series, in order. */
  names(): readonly string[]
  /** Lets go of the buckets of a step that begin before an instant. */
  trim(stepMs: number, before: number): void
  /** Keeps a mark, and lets go of the oldest beyond MOST_MARKS. The same instant, kind and text are one mark. */
  putMark(mark: Mark): void
  /** The newest marks in [from, to), in order. */
  marks(from: number, to: number, limit: number): readonly Mark[]
  /** Idempotent. Everything else throws E_STORE_CLOSED afterwards. */
  close(): void
}
