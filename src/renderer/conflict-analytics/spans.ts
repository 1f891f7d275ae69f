export type SpanName = 'hour' | 'day' | 'week' | 'month'

interface Span {
  readonly label: string
  readonly sliceMs: number
  /** Bars of the chart over time. */
  readonly slices: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const spans: Readonly<Record<SpanName, Span>> = {
  hour: { label: 'Last hour', sliceMs: 2 * MINUTE_MS, slices: 30 },
  day: { label: 'Last 24 hours', sliceMs: HOUR_MS, slices: 24 },
  week: { label: 'Last 7 days', sliceMs: 6 * HOUR_MS, slices: 28 },
  month: { label: 'Last 30 days', sliceMs: DAY_MS, slices: 30 },
}

export function spanNamed(text: string): SpanName {
  return Object.hasOwn(spans, text) ? (text as SpanName) : 'day'
}

/**
 * From when to when a span reaches: slices begin where clocks say so, at whole hours or midnight, and the last one holds
 * the present. `aheadMs`: how far the console's zone is ahead of UTC. // V-180
 */
export function spanAround(
  name: SpanName,
  now: number,
  aheadMs: number,
): { readonly from: number; readonly to: number; readonly slices: number } {
  const { sliceMs, slices } = spans[name]
  const to = (Math.floor((now + aheadMs) / sliceMs) + 1) * sliceMs - aheadMs
  return { from: to - slices * sliceMs, to, slices }
}
