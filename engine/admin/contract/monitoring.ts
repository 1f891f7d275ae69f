import type { AlertView } from '../../monitoring/alerts/alert-desk.ts'
import type { AlertEvent } from '../../monitoring/alerts/alert-records.ts'
import type { AlertRule } from '../../monitoring/alerts/alert-rule.ts'
import type { Mark } from '../../ports/series-store.ts'
import type { AlertRuleProblem } from '../../monitoring/alerts/alert-rule-schema.ts'
import type { NotifierDeliveries } from '../../monitoring/notify/delivery.ts'
import type { SupportEndpoint, SupportEndpointView } from './support.ts'

import type { Breach } from '../../monitoring/sla/breach-log.ts'
import type { Objective, ObjectiveDraft } from '../../monitoring/sla/objective.ts'
import type { AttainedPoint, ObjectiveReport } from '../../monitoring/sla/objective-report.ts'

export type { Breach } from '../../monitoring/sla/breach-log.ts'
export type { Objective, ObjectiveDraft } from '../../monitoring/sla/objective.ts'
export type { AttainedPoint, ObjectiveLevel, ObjectiveReport } from '../../monitoring/sla/objective-report.ts'
export type { AlertView } from '../../monitoring/alerts/alert-desk.ts'
export type { Acknowledgement, AlertEvent, Silence } from '../../monitoring/alerts/alert-records.ts'
export type { AlertCondition, AlertRule, Severity } from '../../monitoring/alerts/alert-rule.ts'
export type { Delivery, NotifierDeliveries } from '../../monitoring/notify/delivery.ts'
export type { AlertRuleProblem } from '../../monitoring/alerts/alert-rule-schema.ts'
export type { AlertState } from '../../monitoring/alerts/alert-state.ts'

export type { Mark, MarkKind } from '../../ports/series-store.ts'

/** A metric, and the series that are kept of it: one for each value of its label. */
export interface MetricView {
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  readonly series: readonly string[]
}

/** What a chart draws: a figure as it was, the greatest of a step, what a counter grew by per second, or what a sum grew by for each of a count. */
export type MetricLine =
  | { readonly as: 'value'; readonly series: string }
  | { readonly as: 'greatest'; readonly series: string }
  | { readonly as: 'rate'; readonly series: string }
  | { readonly as: 'mean'; readonly sum: string; readonly count: string }

/** One step. Null where nothing was seen: a gap, never a zero. */
export interface MetricPoint {
  /** When the step begins, milliseconds since 1970. */
  readonly at: number
  readonly value: number | null
}

export interface MetricStretch {
  /** Time from one point to the next in milliseconds. */
  readonly stepMs: number
  readonly points: readonly MetricPoint[]
}

export interface LatestFigure {
  readonly at: number
  readonly value: number
}

/** Newest first. `cursor` is there while there are older ones: it asks for them. */
export interface BreachPage {
  readonly breaches: readonly Breach[]
  readonly cursor?: number
}

/** How alerts stand, and that the engine has looked at itself. */
export interface MonitoringNews {
  /** When the engine looked at itself last, or somebody acted. */
  readonly at: number
  readonly firing: number
  /** Of these, those that somebody knows of. */
  readonly acknowledged: number
}

export interface MonitoringCommands {
  'metrics.catalogue': (query: Record<string, never>) => readonly MetricView[]
  /** One answer for each line, of at most `points` points and one more for each gap. */
  'metrics.range': (query: {
    readonly lines: readonly MetricLine[]
    readonly from: number
    readonly to: number
    readonly points: number
  }) => readonly MetricStretch[]
  /** Puts words beside the figures, now or at an instant that was: `deploy 1.2`. */
  'metrics.mark': (query: { readonly text: string; readonly at?: number }) => Mark
  /** What was marked in [from, to), in order; of very many, the newest 200. */
  'metrics.marks': (query: { readonly from: number; readonly to: number }) => readonly Mark[]
  /** Null where nothing was seen within the last minute. */
  'metrics.latest': (query: { readonly series: readonly string[] }) => readonly (LatestFigure | null)[]
  /** Every rule with how its alert stands, in the order of the rules. */
  'alerts.list': (query: Record<string, never>) => readonly AlertView[]
  /** Newest first. */
  'alerts.history': (query: { readonly limit: number }) => readonly AlertEvent[]
  /** Throws E_NO_ALERT when it does not fire. */
  'alerts.acknowledge': (query: { readonly id: string; readonly note?: string }) => AlertView
  /** Tells nobody of an alert until an instant. Throws E_NO_ALERT. */
  'alerts.silence': (query: { readonly id: string; readonly until: number }) => AlertView
  /** Ends a silence. Throws E_NO_ALERT. */
  'alerts.unsilence': (query: { readonly id: string }) => AlertView
  /** Tells whoever is told of alerts, as a test. Throws E_NO_ALERT. */
  'alerts.test': (query: { readonly id: string }) => null
  /**
   * Watches these rules instead of all before, and keeps them. Throws E_RULES_MOVED where `basedOn`, the rules that the
   * change began from, are not in force any more.
   */
  'alerts.save-rules': (query: {
    readonly rules: readonly AlertRule[]
    readonly basedOn?: readonly AlertRule[]
  }) => readonly AlertView[]
  /** What is wrong with rules that are not saved yet, by the same schema that saving admits them by; nothing: empty. */
  'alerts.check-rules': (query: { readonly rules: readonly unknown[] }) => readonly AlertRuleProblem[]
  /** The rules that every engine begins with. */
  'alerts.default-rules': (query: Record<string, never>) => readonly AlertRule[]
  /** Where alerts go as the operator has set it: a host, never what lets anybody in. Throws E_UNSUPPORTED where nobody keeps that. */
  'alerts.notifiers': (query: Record<string, never>) => readonly SupportEndpointView[]
  /** Sends alerts there, or (null) no more; the other kind stays. Throws E_OPTION, E_UNSUPPORTED. */
  'alerts.set-notifier': (query: {
    readonly kind: SupportEndpoint['kind']
    readonly endpoint: SupportEndpoint | null
  }) => readonly SupportEndpointView[]
  /** Who outside is told, and what came of the latest notifications to each, newest first. */
  'alerts.deliveries': (query: Record<string, never>) => readonly NotifierDeliveries[]
  'sla.objectives': (query: Record<string, never>) => readonly Objective[]
  /** Keeps these objectives instead of all before, with an alert rule for each that wants one. */
  'sla.save-objectives': (query: { readonly objectives: readonly ObjectiveDraft[] }) => readonly Objective[]
  /** How each objective is kept, in their order. */
  'sla.report': (query: Record<string, never>) => readonly ObjectiveReport[]
  /** The share in time, in at most `points` steps; those without operations are left out. Throws E_NO_OBJECTIVE. */
  'sla.attainment': (query: {
    readonly objective: string
    readonly from: number
    readonly to: number
    readonly points: number
  }) => { readonly stepMs: number; readonly points: readonly AttainedPoint[] }
  /** Operations that took too long, newest first, also those of objectives that are no more. */
  'sla.breaches': (query: { readonly objective?: string; readonly cursor?: number; readonly limit: number }) => BreachPage
}

export interface MonitoringEvents {
  /** Once a second at most, while monitoring is on. */
  monitoring: MonitoringNews
}
