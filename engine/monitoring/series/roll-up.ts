import type { SeriesBucket } from '../../ports/series-store.ts'

/** How finely a series is kept, and for how long; milliseconds. */
export interface SeriesLevel {
  readonly stepMs: number
  readonly keepMs: number
}

const SECOND = 1000
const HOUR = 3_600_000
const DAY = 24 * HOUR

export const DEFAULT_LEVELS: readonly SeriesLevel[] = [
  { stepMs: SECOND, keepMs: HOUR },
  { stepMs: 10 * SECOND, keepMs: DAY },
  { stepMs: 60 * SECOND, keepMs: 30 * DAY },
  { stepMs: HOUR, keepMs: 30 * DAY },
]

export function stepAt(at: number, stepMs: number): number {
  return Math.floor(at / stepMs) * stepMs
}

/** A bucket that has seen one value. */
export function bucketOf(at: number, value: number, stepMs: number): SeriesBucket {
  return { at: stepAt(at, stepMs), count: 1, sum: value, min: value, max: value, last: value }
}

/** A bucket that has seen what both have; `later` is the one that was seen last, and says where the whole begins. */
export function joinBuckets(earlier: SeriesBucket, later: SeriesBucket): SeriesBucket {
  return {
    at: later.at,
    count: earlier.count + later.count,
    sum: earlier.sum + later.sum,
    min: Math.min(earlier.min, later.min),
    max: Math.max(earlier.max, later.max),
    last: later.last,
  }
}

/** Buckets of a coarser step from finer ones that are in order. Steps without any stay gaps. */
export function rollUp(buckets: readonly SeriesBucket[], stepMs: number): readonly SeriesBucket[] {
  const rolled: SeriesBucket[] = []
  for (const bucket of buckets) {
    const at = stepAt(bucket.at, stepMs)
    const open = rolled.at(-1)
    if (open?.at === at) rolled[rolled.length - 1] = { ...joinBuckets(open, bucket), at }
    else rolled.push({ ...bucket, at })
  }
  return rolled
}

/** More than a chart can show; reading them all would hold the engine up. */
const MAX_BUCKETS = 2000

/** The finest level that still has an instant and not too many buckets since; else the coarsest. Throws on no levels at all. */
export function levelFor(levels: readonly SeriesLevel[], from: number, to: number, now: number): SeriesLevel {
  const spanMs = Math.min(to, now) - from
  const fits = ({ stepMs, keepMs }: SeriesLevel): boolean => from >= now - keepMs && spanMs <= stepMs * MAX_BUCKETS
  const level = levels.find(fits) ?? levels.at(-1)
  if (level === undefined) throw new RangeError('A series needs a level at least.')
  return level
}
