import type { MetricLine, MetricPoint, MetricStretch } from '../../shared/contract.ts'

/** What the overview draws of the last hour. */
export const HOUR_LINES = {
  writes: { as: 'rate', series: 'srvra_writes_total' },
  latency: { as: 'greatest', series: 'srvra_hub_stage_seconds_p99{stage="push"}' },
  pending: { as: 'value', series: 'srvra_hub_pending_operations' },
  conflicts: { as: 'value', series: 'srvra_conflicts_open' },
  sessions: { as: 'value', series: 'srvra_hub_sessions' },
  lag: { as: 'greatest', series: 'srvra_event_loop_lag_seconds' },
} as const satisfies Readonly<Record<string, MetricLine>>

export type HourLine = keyof typeof HOUR_LINES

export const HOUR_NAMES = Object.keys(HOUR_LINES) as readonly HourLine[]

/** The last hour, each line by its name. */
export interface LastHour {
  readonly from: number
  readonly to: number
  readonly lines: Readonly<Record<HourLine, readonly MetricPoint[]>>
}

export function lastHour(stretches: readonly MetricStretch[], from: number, to: number): LastHour {
  const lines = Object.fromEntries(HOUR_NAMES.map((name, place) => [name, stretches[place]?.points ?? []]))
  return { from, to, lines: lines as LastHour['lines'] }
}

/** A figure that is older says nothing of now. */
const NOW_MS = 60_000

/** The newest figure of a line; undefined where nothing was seen within the last minute. */
export function newest(points: readonly MetricPoint[], now: number): number | undefined {
  const last = points.findLast(({ value }) => value !== null)
  return last && last.value !== null && now - last.at <= NOW_MS ? last.value : undefined
}

/** For how long figures have been there, milliseconds: the overview of a young engine says so. */
export function collectedFor({ to, lines }: LastHour): number {
  const first = Math.min(...HOUR_NAMES.map((name) => lines[name][0]?.at ?? Infinity))
  return Number.isFinite(first) ? Math.max(0, to - first) : 0
}
