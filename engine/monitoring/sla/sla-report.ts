import type { SeriesBucket } from '../../ports/series-store.ts'
import { increase } from '../alerts/judge-condition.ts'
import { errorBudget, serviceLevel } from './service-level.ts'
import type { DeadlineTally, ErrorBudget, ServiceLevel } from './service-level.ts'

const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const
const HOUR = 3_600_000

/** How the deadlines of one lane are kept. */
export interface LaneServiceLevel {
  readonly priority: (typeof PRIORITIES)[number]
  /** The last hour: what goes wrong now. */
  readonly fast: ServiceLevel
  /** The last six hours: what goes on going wrong. */
  readonly slow: ServiceLevel
  /** The last thirty days. */
  readonly whole: ServiceLevel
  readonly budget: ErrorBudget
}

/** Buckets of a series from an instant until now. */
type ReadSince = (series: string, from: number) => readonly SeriesBucket[]

/** Every lane, from what the series of a replica still have. */
export function slaReport(read: ReadSince, target: number, now: number): readonly LaneServiceLevel[] {
  return PRIORITIES.map((priority) => {
    const tally = (windowMs: number): DeadlineTally => {
      const grown = (outcome: string): number =>
        increase(read(`srvra_replica_deadlines_${outcome}_total{priority="${priority}"}`, now - windowMs)) ?? 0
      return { met: grown('met'), missed: grown('missed') }
    }
    const whole = tally(30 * 24 * HOUR)
    return {
      priority,
      fast: serviceLevel(tally(HOUR), target),
      slow: serviceLevel(tally(6 * HOUR), target),
      whole: serviceLevel(whole, target),
      budget: errorBudget(whole, target),
    }
  })
}
