const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Spans that the view offers, each up to now. */
export const spans = {
  quarter: { label: 'Last 15 minutes', ms: 15 * MINUTE },
  hour: { label: 'Last hour', ms: HOUR },
  'six-hours': { label: 'Last 6 hours', ms: 6 * HOUR },
  day: { label: 'Last 24 hours', ms: DAY },
  week: { label: 'Last 7 days', ms: 7 * DAY },
  month: { label: 'Last 30 days', ms: 30 * DAY },
} as const

export type SpanName = keyof typeof spans

/** A stretch of time, milliseconds since 1970. */
export interface TimeStretch {
  readonly from: number
  readonly to: number
}

export function spanNamed(name: string): SpanName {
  return Object.hasOwn(spans, name) ? (name as SpanName) : 'quarter'
}

/** A stretch that stands in a link; undefined where it is none, or one that leads nowhere. */
export function stretchOf(from: string, to: string): TimeStretch | undefined {
  const [first, last] = [Number(from), Number(to)]
  return from !== '' && to !== '' && Number.isFinite(first) && Number.isFinite(last) && last - first >= 1000
    ? { from: Math.floor(first), to: Math.ceil(last) }
    : undefined
}

/** How often a live chart is read anew: as often as it can show anything new, and no more than once in two seconds. */
export function restOf({ from, to }: TimeStretch): number {
  return Math.min(60_000, Math.max(2000, (to - from) / 900))
}
