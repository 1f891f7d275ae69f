import type { SeriesBucket } from '../../ports/series-store.ts'
import type { AlertCondition, Side } from './alert-rule.ts'

type BurnRate = Extract<AlertCondition, { readonly kind: 'burn-rate' }>

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
    case 'mean':
      return compare(quotient([read(condition.sum, from)], [read(condition.count, from)]), condition)
    case 'burn-rate':
      return burning(condition, read, now)
  }
}

/** The figure is that of the whole window. Where the newest part tells nothing, nothing is told. */
function burning(condition: BurnRate, read: ReadSeries, now: number): Finding | undefined {
  const rateSince = (from: number): number | undefined => {
    const missed = quotient(
      condition.missed.map((series) => read(series, from)),
      condition.all.map((series) => read(series, from)),
    )
    return missed === undefined ? undefined : missed / (1 - condition.target)
  }
  const [value, newest] = [rateSince(now - condition.windowMs), rateSince(now - condition.newestMs)]
  if (value === undefined || newest === undefined) return undefined
  return { breached: value > condition.limit && newest > condition.limit, value }
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
