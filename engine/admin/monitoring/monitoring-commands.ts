import { SrvraError } from '../../core/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { problemsOfRules } from '../../monitoring/alerts/alert-rule-schema.ts'
import { DEFAULT_ALERT_RULES } from '../../monitoring/alerts/alert-rule.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { AlertView, LatestFigure, MonitoringCommands } from '../commands.ts'
import { describeSeries } from './describe-series.ts'
import { drawLine } from './draw-line.ts'
import type { NotifierControl } from './notifier-control.ts'
import type { MonitoringControl } from './monitoring-control.ts'
import { objectiveCommands } from './objective-commands.ts'

type MonitoringHandlers = Pick<AdminHandlers, keyof MonitoringCommands>

/** A figure that is older says nothing of now. */
const LATEST_MS = 60_000

/** `monitored` is absent where nobody monitors: then everything throws E_MONITORING_OFF. */
export function monitoringCommands(
  monitored: MonitoringControl | undefined,
  clock: Clock,
  notifiers?: NotifierControl,
): MonitoringHandlers {
  const control = (): MonitoringControl => monitored ?? refuse()
  return {
    ...objectiveCommands(control),
    'metrics.catalogue': () => describeSeries(control().seriesNames()),
    'metrics.range': ({ lines, ...span }) =>
      lines.map((line) => drawLine(line, span, (series) => control().series(series, span.from, span.to))),
    'metrics.mark': ({ text, at }, { actor }) => control().mark({ text, by: actor, ...(at === undefined ? {} : { at }) }),
    'metrics.marks': ({ from, to }) => control().marks(from, to),
    'metrics.latest': ({ series }) => series.map((name) => latest(control(), name, clock.now())),
    'alerts.list': () => control().alerts(),
    'alerts.history': ({ limit }) => control().alertHistory(limit),
    'alerts.acknowledge': ({ id, note }, { actor }) => {
      control().acknowledgeAlert(id, actor, note)
      return alertOf(control(), id)
    },
    'alerts.silence': ({ id, until }, { actor }) => {
      control().silenceAlert(id, actor, until)
      return alertOf(control(), id)
    },
    'alerts.unsilence': ({ id }, { actor }) => {
      control().silenceAlert(id, actor, clock.now())
      return alertOf(control(), id)
    },
    'alerts.test': ({ id }) => {
      control().testAlert(id)
      return null
    },
    'alerts.save-rules': ({ rules, basedOn }, { actor }) => {
      control().saveAlertRules(rules, actor, basedOn)
      return control().alerts()
    },
    'alerts.check-rules': ({ rules }) => problemsOfRules(rules),
    'alerts.default-rules': () => DEFAULT_ALERT_RULES,
    'alerts.notifiers': () => (notifiers ?? keepsNone()).get(),
    'alerts.set-notifier': ({ kind, endpoint }) => {
      if (endpoint !== null && endpoint.kind !== kind)
        throw new SrvraError('E_OPTION', `A notifier of kind '${kind}' needs settings of that kind.`, { path: 'endpoint.kind' })
      return (notifiers ?? keepsNone()).set(kind, endpoint)
    },
    'alerts.deliveries': () => control().deliveries(),
  }
}

function latest(control: MonitoringControl, series: string, now: number): LatestFigure | null {
  const bucket = control.series(series, now - LATEST_MS, Infinity).buckets.at(-1)
  return bucket === undefined ? null : { at: bucket.at, value: bucket.last }
}

function alertOf(control: MonitoringControl, id: string): AlertView {
  const view = control.alerts().find(({ rule }) => rule.id === id)
  if (view === undefined) throw new SrvraError('E_NO_ALERT', `There is no alert rule '${id}'.`, { id })
  return view
}

function refuse(): never {
  throw new SrvraError('E_MONITORING_OFF', 'This engine is not monitored; enable its monitoring first.')
}

function keepsNone(): never {
  throw new SrvraError('E_UNSUPPORTED', 'Who is told of alerts is set where this engine is started, not here.')
}
