import type { EventStatistics } from '../state/event-bus.ts'
import type { StateStatistics } from '../state/state-statistics.ts'
import type { HubStatistics } from '../sync/hub/hub-statistics.ts'
import type { ReplicaStatistics } from '../sync/replica/replica-statistics.ts'

/** What an engine says of itself, of which metrics are read. */
export interface MonitoredStatistics {
  readonly state: StateStatistics
  readonly events: EventStatistics
  readonly sync?: ReplicaStatistics
  readonly hub?: HubStatistics
}

/** What the process says of itself. */
export interface ProcessFigures {
  readonly residentBytes: number
  readonly heapUsedBytes: number
  /** The longest that the event loop was held up since it was last asked. */
  readonly eventLoopLagSeconds: number
}

/** What metrics are about; each may be left out. */
export const METRIC_GROUPS = ['sync', 'conflicts', 'performance'] as const
export type MetricGroup = (typeof METRIC_GROUPS)[number]

/** One figure: its label's value where the metric has a label. */
export interface Reading {
  readonly label?: string
  readonly value: number
}

/** A metric that is read off statistics: its name and unit as Prometheus has them, and at most one label of few values. */
export interface MetricDefinition {
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  readonly group: MetricGroup
  readonly label?: string
  /** Nothing where this engine has no such part. */
  readonly read: (statistics: MonitoredStatistics, figures: ProcessFigures) => readonly Reading[]
}
