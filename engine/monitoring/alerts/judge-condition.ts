import type { SeriesBucket } from '../../ports/series-store.ts'
import type { AlertCondition, Side } from './alert-rule.ts'

/** What a condition finds. `value` is the figure that it looked at. */
export interface Finding {
  readonly breached: boolean
  readonly value?: number
}

/** Buckets of a series that began from some instant on, in order. */
export type ReadSeries = (series: string, from: number) => readonly SeriesBucket[]

/** Undefined where too little was seen to tell. */
export function judgeCondition(condition: AlertCondition, read: ReadSeries, now: number): Finding | undefined {
  const from = now - condition.windowMs
  switch (condition.kind) {
    case 'absence':
      return { breached: read(condition.series, from).length === 0 }
    case 'threshold':
      return compare(read(condition.series, from).at(-1)?.last, condition)
    case 'rate':
      return compare(ratePerSecond(read(condition.series, from)), condition)
    case 'ratio':
      return compare(
        quotient(
          condition.part.map((series) => read(series, from)),
          condition.whole.map((series) => read(series, from)),
        ),
        condition,
      )
  }
}

/** What a counter grew by, also within the first bucket. One that fell began anew: what it shows then was counted since. */
export function increase(buckets: readonly SeriesBucket[]): number | undefined {
  const [first] = buckets
  if (first === undefined) return undefined
  return buckets.slice(1).reduce((sum, { last }, index) => {
    const before = buckets[index]?.last ?? 0
    return sum + (last < before ? last : last - before)
  }, first.last - first.min)
}

function ratePerSecond(buckets: readonly SeriesBucket[]): number | undefined {
  const grown = increase(buckets)
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (grown === undefined || first === undefined || last === undefined || first === last) return undefined
  return (grown * 1000) / (last.at - first.at)
}

/** Undefined where nothing happened: nothing out of nothing is neither good nor bad. */
function quotient(part: readonly (readonly SeriesBucket[])[], whole: readonly (readonly SeriesBucket[])[]): number | undefined {
  const all = total(whole)
  return all > 0 ? total(part) / all : undefined
}

function total(series: readonly (readonly SeriesBucket[])[]): number {
  return series.reduce((sum, buckets) => sum + (increase(buckets) ?? 0), 0)
}

function compare(value: number | undefined, { is, limit }: { readonly is: Side; readonly limit: number }): Finding | undefined {
  if (value === undefined) return undefined
  return { breached: is === 'above' ? value > limit : value < limit, value }
}
