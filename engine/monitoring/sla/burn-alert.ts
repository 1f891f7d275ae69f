import type { AlertRule } from '../alerts/alert-rule.ts'
import type { Objective } from './objective.ts'
import { totalSeries } from './objective-series.ts'

const PREFIX = 'burn-'
/** As fast as that, a thirty days' budget is gone in two days: an hour of it costs 2 % of the budget. */
const FAST_BURN = 14.4
const HOUR = 3_600_000
const FIVE_MINUTES = 300_000

/** The rules with those of the objectives in the place of the ones before. Rules of an operator's own stay as they are. */
export function withBurnAlerts(
  rules: readonly AlertRule[],
  before: readonly Objective[],
  objectives: readonly Objective[],
): readonly AlertRule[] {
  const ids = new Set(before.map(({ id }) => PREFIX + id))
  const others = rules.filter(({ id }) => !ids.has(id))
  const watched = objectives.filter(({ alert }) => alert).map((objective) => burnAlert(objective))
  return [...others.filter(({ id }) => !watched.some((rule) => rule.id === id)), ...watched]
}

function burnAlert(objective: Objective): AlertRule {
  const missed = totalSeries(objective, 'missed')
  return {
    id: PREFIX + objective.id,
    title: `The error budget of '${objective.name ?? objective.id}' is used up fast`,
    severity: 'critical',
    condition: {
      kind: 'burn-rate',
      missed: [missed],
      all: [missed, totalSeries(objective, 'met')],
      target: objective.target,
      windowMs: HOUR,
      newestMs: FIVE_MINUTES,
      limit: FAST_BURN,
    },
    forMs: 0,
    labels: { objective: objective.id },
  }
}
