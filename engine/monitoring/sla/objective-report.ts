import type { SeriesBucket } from '../../ports/series-store.ts'
import { rollUp } from '../series/roll-up.ts'
import type { SeriesStretch } from '../series/series-recorder.ts'
import { percentile } from './latency-buckets.ts'
import type { Objective } from './objective.ts'
import { latencyPrefix, latencySeries, outcomeSeries } from './objective-series.ts'
import type { Outcome } from './objective-series.ts'
import { errorBudget, serviceLevel } from './service-level.ts'
import type { ErrorBudget, ServiceLevel } from './service-level.ts'

const HOUR = 3_600_000
const THIRTY_DAYS = 30 * 24 * HOUR

/** How an objective was kept over a stretch of time. Percentiles are undefined where nothing was seen. */
export interface ObjectiveLevel extends ServiceLevel {
  readonly rejected: number
  /** At most 19 % above what was seen. */
  readonly p50Ms: number | undefined
  readonly p95Ms: number | undefined
  readonly p99Ms: number | undefined
}

/** How an objective is kept. */
export interface ObjectiveReport {
  readonly objective: Objective
  /** The last hour: what goes wrong now. */
  readonly fast: ObjectiveLevel
  /** The last six hours: what goes on going wrong. */
  readonly slow: ObjectiveLevel
  /** The last thirty days. */
  readonly whole: ObjectiveLevel
  /** Of the thirty days. */
  readonly budget: ErrorBudget
  /** Misses of the thirty days that the list of breaches had no room for. */
  readonly unlisted: number
}

/** The share in time of one step; null where nothing was seen. */
export interface AttainedPoint {
  readonly at: number
  readonly attained: number
  readonly missed: number
}

type Read = (series: string, from: number, to: number) => SeriesStretch

/** From what the series still have: an hour without a dashboard. */
export function reportObjective(objective: Objective, names: readonly string[], read: Read, now: number): ObjectiveReport {
  const sum = (series: string, windowMs: number): number =>
    read(series, now - windowMs, Infinity).buckets.reduce((total, bucket) => total + bucket.sum, 0)
  const buckets = bucketsOf(objective, names)
  const counted = (outcome: Outcome, windowMs: number): number => sum(outcomeSeries(objective, outcome), windowMs)
  const level = (windowMs: number): ObjectiveLevel => {
    const tally = { met: counted('met', windowMs), missed: counted('missed', windowMs) }
    const counts = new Map(buckets.map((bucket) => [bucket, sum(latencySeries(objective, bucket), windowMs)]))
    const within = (share: number): number | undefined => percentile(counts, share)
    return {
      ...serviceLevel(tally, objective.target),
      rejected: counted('rejected', windowMs),
      p50Ms: within(0.5),
      p95Ms: within(0.95),
      p99Ms: within(0.99),
    }
  }
  const whole = level(THIRTY_DAYS)
  return {
    objective,
    fast: level(HOUR),
    slow: level(6 * HOUR),
    whole,
    budget: errorBudget(whole, objective.target),
    unlisted: counted('unlisted', THIRTY_DAYS),
  }
}

/** The share in time step by step, in so many points at most. Steps in which nothing was seen are left out. */
export function attainment(
  objective: Objective,
  { from, to, points }: { readonly from: number; readonly to: number; readonly points: number },
  read: Read,
): { readonly stepMs: number; readonly points: readonly AttainedPoint[] } {
  const met = read(outcomeSeries(objective, 'met'), from, to)
  const missed = read(outcomeSeries(objective, 'missed'), from, to)
  const steps = Math.max(1, Math.ceil((to - from) / met.stepMs / Math.max(1, points - 1)))
  const stepMs = met.stepMs * steps
  const counts = new Map<number, { met: number; missed: number }>()
  const add = (outcome: 'met' | 'missed', buckets: readonly SeriesBucket[]): void => {
    for (const { at, sum } of rollUp(buckets, stepMs)) {
      const count = counts.get(at) ?? { met: 0, missed: 0 }
      count[outcome] += sum
      counts.set(at, count)
    }
  }
  add('met', met.buckets)
  add('missed', missed.buckets)
  const drawn = [...counts].toSorted(([one], [other]) => one - other)
  return {
    stepMs,
    points: drawn.map(([at, count]) => ({ at, attained: count.met / (count.met + count.missed), missed: count.missed })),
  }
}

function bucketsOf(objective: Objective, names: readonly string[]): readonly number[] {
  const prefix = latencyPrefix(objective)
  return names.flatMap((name) => (name.startsWith(prefix) ? [Number.parseInt(name.slice(prefix.length), 10)] : []))
}
