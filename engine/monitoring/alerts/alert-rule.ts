export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** On which side of its limit a figure is wrong. */
export type Side = 'above' | 'below'

/** What is wrong with a series, or with several. Windows end now; milliseconds. */
export type AlertCondition =
  /** The newest value of the window. */
  | { readonly kind: 'threshold'; readonly series: string; readonly windowMs: number; readonly is: Side; readonly limit: number }
  /** How much a counter grows per second. */
  | { readonly kind: 'rate'; readonly series: string; readonly windowMs: number; readonly is: Side; readonly limit: number }
  /** What some counters grew by, out of what all of them grew by: from 0 to 1. */
  | {
      readonly kind: 'ratio'
      readonly part: readonly string[]
      readonly whole: readonly string[]
      readonly windowMs: number
      readonly is: Side
      readonly limit: number
    }
  /** What a sum grew by for each that its counter grew by, such as seconds per operation. */
  | {
      readonly kind: 'mean'
      readonly sum: string
      readonly count: string
      readonly windowMs: number
      readonly is: Side
      readonly limit: number
    }
  /**
   * How many times as fast as the target allows an error budget is used up: the share of misses over the share that the
   * target leaves. Wrong while it is above the limit in the whole window and in its newest part, so that it ends when misses end.
   */
  | {
      readonly kind: 'burn-rate'
      readonly missed: readonly string[]
      readonly all: readonly string[]
      /** The share that must be in time, above 0 and below 1. */
      readonly target: number
      readonly windowMs: number
      readonly newestMs: number
      readonly limit: number
    }
  /** Nothing was seen. */
  | { readonly kind: 'absence'; readonly series: string; readonly windowMs: number }

export interface AlertRule {
  readonly id: string
  /** What is wrong, as a sentence without its full stop. */
  readonly title: string
  readonly severity: Severity
  readonly condition: AlertCondition
  /** False: it is kept and not watched. */
  readonly enabled?: boolean
  /** So long it must have been wrong, without a break, before anybody is told. */
  readonly forMs: number
  readonly labels?: Readonly<Record<string, string>>
}

const MINUTE = 60_000
const GIB = 2 ** 30

/** What is wrong with any engine. */
export const DEFAULT_ALERT_RULES: readonly AlertRule[] = [
  {
    id: 'event-loop-lag',
    title: 'The process is held up for more than a quarter of a second at a time',
    severity: 'warning',
    condition: { kind: 'threshold', series: 'srvra_event_loop_lag_seconds', windowMs: 10_000, is: 'above', limit: 0.25 },
    forMs: 30_000,
  },
  {
    id: 'memory',
    title: 'The process takes more than 1.5 GiB of memory',
    severity: 'warning',
    condition: {
      kind: 'threshold',
      series: 'srvra_process_resident_memory_bytes',
      windowMs: 10_000,
      is: 'above',
      limit: 1.5 * GIB,
    },
    forMs: 5 * MINUTE,
  },
  {
    id: 'open-conflicts',
    title: 'More than 100 conflicts wait for a decision',
    severity: 'warning',
    condition: { kind: 'threshold', series: 'srvra_conflicts_open', windowMs: 10_000, is: 'above', limit: 100 },
    forMs: 5 * MINUTE,
  },
  {
    id: 'rejected-operations',
    title: 'More than one in twenty operations is rejected',
    severity: 'critical',
    condition: {
      kind: 'ratio',
      part: ['srvra_hub_operations_total{answer="rejected"}'],
      whole: ['committed', 'merged', 'conflict', 'rejected'].map((answer) => `srvra_hub_operations_total{answer="${answer}"}`),
      windowMs: 5 * MINUTE,
      is: 'above',
      limit: 0.05,
    },
    forMs: MINUTE,
  },
  {
    id: 'commit-latency',
    title: 'A commit takes more than a quarter of a second on average',
    severity: 'warning',
    condition: {
      kind: 'mean',
      sum: 'srvra_hub_stage_seconds_sum{stage="commit"}',
      count: 'srvra_hub_stage_seconds_count{stage="commit"}',
      windowMs: MINUTE,
      is: 'above',
      limit: 0.25,
    },
    forMs: 30_000,
  },
  {
    id: 'dead-letters',
    title: 'The hub refused operations of this replica',
    severity: 'warning',
    condition: { kind: 'threshold', series: 'srvra_replica_dead_letters', windowMs: 10_000, is: 'above', limit: 0 },
    forMs: 0,
  },
]
