import { increase } from '../../monitoring/alerts/judge-condition.ts'
import { rollUp } from '../../monitoring/series/roll-up.ts'
import type { SeriesStretch } from '../../monitoring/series/series-recorder.ts'
import type { SeriesBucket } from '../../ports/series-store.ts'
import type { MetricLine, MetricPoint, MetricStretch } from '../commands.ts'

export interface Span {
  readonly from: number
  readonly to: number
  /** Most points that a line has, gaps not counted. */
  readonly points: number
}

type Read = (series: string) => SeriesStretch

/** Looks are a second apart and a little more: now and then a step has none, and is no gap. */
const STEPS_OF_A_GAP = 3

/** A line as a chart draws it, from buckets that are put together until they fit. */
export function drawLine(line: MetricLine, span: Span, read: Read): MetricStretch {
  if (line.as === 'mean') {
    const [sum, count] = [fit(read(line.sum), span), fit(read(line.count), span)]
    return { stepMs: sum.stepMs, points: withGaps(means(sum.buckets, count.buckets), sum.stepMs) }
  }
  const { stepMs, buckets } = fit(read(line.series), span)
  const points =
    line.as === 'rate'
      ? rates(whole(buckets, stepMs, span.to))
      : buckets.map((bucket) => ({ at: bucket.at, value: figureOf(bucket, line.as) }))
  return { stepMs, points: withGaps(points, stepMs) }
}

function figureOf({ max, sum, count }: SeriesBucket, as: 'value' | 'greatest'): number {
  return as === 'greatest' ? max : sum / count
}

function fit({ stepMs, buckets }: SeriesStretch, { from, to, points }: Span): SeriesStretch {
  // A stretch that begins within a step has one step more than its length says.
  const steps = Math.ceil((to - from) / stepMs) + 1
  const coarser = stepMs * Math.max(1, Math.ceil(steps / Math.max(1, points - 1)))
  return coarser === stepMs ? { stepMs, buckets } : { stepMs: coarser, buckets: rollUp(buckets, coarser) }
}

/** A step that is not over has grown by less than it will: as a rate it would tell a fall that is none. */
function whole(buckets: readonly SeriesBucket[], stepMs: number, to: number): readonly SeriesBucket[] {
  const last = buckets.at(-1)
  return last && last.at + stepMs > to ? buckets.slice(0, -1) : buckets
}

/** The first bucket has nothing before it to have grown from. */
function rates(buckets: readonly SeriesBucket[]): readonly MetricPoint[] {
  return buckets.slice(1).map((bucket, index) => {
    const before = buckets[index] ?? bucket
    return { at: bucket.at, value: (grownSince(before, bucket) * 1000) / (bucket.at - before.at) }
  })
}

/** Nothing out of nothing has no mean. In the first bucket something may have grown, too. */
function means(sums: readonly SeriesBucket[], counts: readonly SeriesBucket[]): readonly MetricPoint[] {
  const countAt = new Map(counts.map((bucket, index) => [bucket.at, { bucket, before: counts[index - 1] }]))
  return sums.map((bucket, index) => {
    const count = countAt.get(bucket.at)
    const grown = count ? grownSince(count.before, count.bucket) : 0
    return { at: bucket.at, value: grown > 0 ? grownSince(sums[index - 1], bucket) / grown : null }
  })
}

/** From the end of one bucket to the end of another; where there is none before it, from what was seen first. */
function grownSince(before: SeriesBucket | undefined, bucket: SeriesBucket): number {
  return increase(before ? [{ ...before, min: before.last }, bucket] : [bucket]) ?? 0
}

function withGaps(points: readonly MetricPoint[], stepMs: number): readonly MetricPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    if (before === undefined || point.at - before.at < STEPS_OF_A_GAP * stepMs) return [point]
    return [{ at: before.at + stepMs, value: null }, point]
  })
}
