export type SpanName = 'hour' | 'day' | 'week' | 'month'

interface Span {
  readonly label: string
  readonly lengthMs: number
  /** Bars of the chart over time. */
  readonly slices: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const spans: Readonly<Record<SpanName, Span>> = {
  hour: { label: 'Last hour', lengthMs: HOUR_MS, slices: 30 },
  day: { label: 'Last 24 hours', lengthMs: DAY_MS, slices: 24 },
  week: { label: 'Last 7 days', lengthMs: 7 * DAY_MS, slices: 28 },
  month: { label: 'Last 30 days', lengthMs: 30 * DAY_MS, slices: 30 },
}

export function spanNamed(text: string): SpanName {
  return Object.hasOwn(spans, text) ? (text as SpanName) : 'day'
}
