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

/** Longest pause before another attempt where figures cannot be read. */
const LONGEST_PAUSE = 60_000

/** How long to wait after so many attempts that failed in a row: twice as long each time. */
export function pauseAfter(failures: number, rest: number): number {
  return Math.min(LONGEST_PAUSE, rest * 2 ** Math.min(failures, 10))
}

/** The same stretch moved by a share of itself, and never beyond now. */
export function moved({ from, to }: TimeStretch, share: number, now: number): TimeStretch {
  const by = Math.min(Math.round((to - from) * share), Math.max(0, now - to))
  return { from: from + by, to: to + by }
}

/** Shorter shows nothing: figures are a second apart. */
const SHORTEST = 10_000
const LONGEST = 31 * DAY

/** A stretch that is longer by a factor around the same middle, within what there can be to see. */
export function scaled({ from, to }: TimeStretch, factor: number, now: number): TimeStretch {
  const length = Math.round(Math.min(LONGEST, Math.max(SHORTEST, (to - from) * factor)))
  const middle = (from + to) / 2
  const end = Math.min(Math.max(now, to), Math.round(middle + length / 2))
  return { from: end - length, to: end }
}

/** Why two typed instants are no stretch; undefined for those that are. */
export function stretchProblem(from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined || to === undefined) return 'Type a date and a time for both.'
  return to - from < 1000 ? 'The end must come after the beginning.' : undefined
}
