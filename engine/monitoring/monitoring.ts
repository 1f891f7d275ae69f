import { SrvraError } from '../core/errors.ts'
import type { AlertNotification, Notifier } from '../ports/notifier.ts'
import type { Mark, SeriesStore } from '../ports/series-store.ts'
import { admitMark } from './admit-mark.ts'
import type { AlertNotice, AlertView } from './alerts/alert-desk.ts'
import type { AlertEvent } from './alerts/alert-records.ts'
import { admitAlertRules } from './alerts/alert-rule-schema.ts'
import type { AlertRule } from './alerts/alert-rule.ts'
import { resolveEnableOptions } from './enable-options.ts'
import type { EnableOptions } from './enable-options.ts'
import { MetricsRegistry } from './metrics-registry.ts'
import { Deliveries } from './notify/deliveries.ts'
import type { NotifierDeliveries } from './notify/delivery.ts'
import { METRIC_GROUPS } from './reading.ts'
import { serveMetrics } from './serve-metrics.ts'
import type { MetricsServer } from './serve-metrics.ts'
import type { SeriesStretch } from './series/series-recorder.ts'
import { slaReport } from './sla/sla-report.ts'
import type { LaneServiceLevel } from './sla/sla-report.ts'
import type { ObjectiveDesk } from './sla/objective-desk.ts'
import { Watch } from './watch.ts'
import type { WatchParts } from './watch.ts'

export interface MonitoringParts extends WatchParts {
  /** Where series are kept: for good, or in memory. */
  readonly openSeries: (lasting: boolean) => SeriesStore
}

/** Of a hundred operations ninety-nine are in time. */
const DEFAULT_TARGET = 0.99
/** More than a chart can show. */
const SHOWN_MARKS = 200

/** What an engine tells about how it fares. Nothing is measured before somebody asks for it. */
export class Monitoring {
  readonly #parts: MonitoringParts
  readonly #servers = new Set<MetricsServer>()
  readonly #deliveries = new Set<Deliveries>()
  readonly #listeners = new Set<(notice: AlertNotice) => void>()
  readonly #lookers = new Set<(at: number) => void>()
  #watch: Watch | undefined

  constructor(parts: MonitoringParts) {
    this.#parts = parts
  }

  /** Looks at the engine once a second from now on, in this way and no other. Throws E_OPTION, and what opening the series throws. */
  enable(options: EnableOptions = {}): void {
    const resolved = resolveEnableOptions(options)
    this.disable()
    const series = this.#parts.openSeries(resolved.dashboard)
    const listeners = {
      tell: (notice: AlertNotice) => this.#tell(notice),
      looked: (at: number) => this.#tellAll(this.#lookers, at),
    }
    try {
      this.#watch = new Watch(this.#parts, series, resolved, listeners)
    } catch (error) {
      series.close()
      throw error
    }
  }

  /** Ends what `enable` began; what was kept stays. Idempotent. */
  disable(): void {
    this.#watch?.close()
    this.#watch = undefined
  }

  get enabled(): boolean {
    return this.#watch !== undefined
  }

  /** Names of the series that are kept, such as `srvra_writes_total`. Throws E_MONITORING_OFF. */
  seriesNames(): readonly string[] {
    return this.#watching().recorder.names()
  }

  /** A stretch of a series, from and to instants in milliseconds since 1970. Throws E_MONITORING_OFF. */
  series(name: string, from: number, to: number): SeriesStretch {
    return this.#watching().recorder.read(name, from, to, this.#parts.clock.now())
  }

  /** Puts words at an instant beside the figures, by default now: `deploy 1.2`. Throws E_OPTION, E_MONITORING_OFF. */
  mark(mark: Omit<Mark, 'at' | 'kind'> & Partial<Mark>): Mark {
    const admitted = admitMark({ at: this.#parts.clock.now(), kind: 'note', ...mark })
    this.#watching().marks.put(admitted)
    return admitted
  }

  /** Marks between two instants, in order; of very many, the newest. Throws E_MONITORING_OFF. */
  marks(from: number, to: number): readonly Mark[] {
    return this.#watching().marks.read(from, to, SHOWN_MARKS)
  }

  /** Every alert rule with how it stands. Throws E_MONITORING_OFF. */
  alerts(): readonly AlertView[] {
    return this.#watching().alerts.list(this.#parts.clock.now())
  }

  /** What happened to alerts, newest first. Throws E_MONITORING_OFF. */
  alertHistory(limit = 100): readonly AlertEvent[] {
    return this.#watching().alerts.history(limit)
  }

  /**
   * Watches these alert rules instead of the ones before, and keeps them in the store: `alerts: true` is them from then on.
   * `basedOn` are the rules that the change began from: where they are not in force any more, it is refused with
   * E_RULES_MOVED. Throws E_OPTION, with the path of what is wrong; E_MONITORING_OFF.
   */
  saveAlertRules(rules: readonly AlertRule[], by: string, basedOn?: readonly AlertRule[]): void {
    const watch = this.#watching()
    watch.alerts.replaceRules(admitAlertRules(rules), by, this.#parts.clock.now(), basedOn)
  }

  /** Says who knows of an alert that fires. Throws E_NO_ALERT, E_MONITORING_OFF. */
  acknowledgeAlert(id: string, by: string, note?: string): void {
    const at = this.#parts.clock.now()
    this.#watching().alerts.acknowledge(id, { by, at, ...(note === undefined ? {} : { note }) })
  }

  /** Tells nobody of an alert until an instant; one that has passed ends the silence. Throws E_NO_ALERT, E_MONITORING_OFF. */
  silenceAlert(id: string, by: string, until: number): void {
    this.#watching().alerts.silence(id, { by, until }, this.#parts.clock.now())
  }

  /** Tells those who listen as if the alert fired. Throws E_NO_ALERT, E_MONITORING_OFF. */
  testAlert(id: string): void {
    this.#watching().alerts.testFire(id, this.#parts.clock.now())
  }

  /**
   * How a replica's deadlines (`syncSLA`) are kept, lane by lane, against a share of operations that must be in time. Looks
   * as far back as series are kept: an hour without `dashboard`. Throws E_OPTION, E_MONITORING_OFF.
   */
  sla(target = DEFAULT_TARGET): readonly LaneServiceLevel[] {
    if (!(target > 0 && target < 1))
      throw new SrvraError('E_OPTION', 'The target of an SLA is a share above 0 and below 1, such as 0.99.', { path: 'target' })
    const now = this.#parts.clock.now()
    const { recorder } = this.#watching()
    return slaReport((series, from) => recorder.read(series, from, Infinity, now).buckets, target, now)
  }

  /** What a hub promises, how it is kept, and which operations took too long. Throws E_MONITORING_OFF. */
  objectives(): ObjectiveDesk {
    return this.#watching().objectives
  }

  /** Tells of alerts that fire and are resolved. One that throws is reported, and the others are told. The returned function ends it. */
  onAlert(listener: (notice: AlertNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells when the engine has looked at itself, with the instant. The returned function ends it. */
  onLook(listener: (at: number) => void): () => void {
    this.#lookers.add(listener)
    return () => this.#lookers.delete(listener)
  }

  /** Has a receiver outside told of alerts, with further attempts where one fails. The returned function ends it. */
  notifyBy(notifier: Notifier): () => void {
    const { scheduler, report, clock } = this.#parts
    const deliveries = new Deliveries(notifier, { scheduler, report, clock })
    this.#deliveries.add(deliveries)
    return () => {
      this.#deliveries.delete(deliveries)
      deliveries.close()
    }
  }

  /** Who outside is told, and what came of the latest notifications to each, newest first. */
  deliveries(): readonly NotifierDeliveries[] {
    return [...this.#deliveries].map(({ name, recent }) => ({ notifier: name, deliveries: recent }))
  }

  /** Serves all metrics to Prometheus at `/metrics` until the server or the engine is closed. Rejects with E_LISTEN. */
  async serve(where: { readonly host: string; readonly port: number }): Promise<MetricsServer> {
    const probe = this.#parts.probe()
    const registry = new MetricsRegistry({ ...this.#parts, figures: () => probe.read() }, METRIC_GROUPS)
    const end = (): void => {
      probe.stop()
      registry.close()
    }
    const server = await serveMetrics(registry, where).catch((error: unknown) => {
      end()
      throw error
    })
    const served: MetricsServer = {
      url: server.url,
      close: async () => {
        if (!this.#servers.delete(served)) return
        await server.close()
        end()
      },
    }
    this.#servers.add(served)
    return served
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.disable()
    for (const deliveries of this.#deliveries) deliveries.close()
    await Promise.all([...this.#servers].map((server) => server.close()))
  }

  #watching(): Watch {
    if (this.#watch) return this.#watch
    throw new SrvraError('E_MONITORING_OFF', 'Monitoring is not enabled; call monitoring.enable() first.')
  }

  #tell(notice: AlertNotice): void {
    const { what, at, rule } = notice
    const notification = { ...notice, id: `${rule.id}-${what}-${at}`, rule: headOf(rule) }
    for (const deliveries of this.#deliveries) deliveries.add(notification)
    this.#tellAll(this.#listeners, notice)
  }

  /** One that throws is reported, and the others are told. */
  #tellAll<News>(listeners: ReadonlySet<(news: News) => void>, news: News): void {
    for (const listener of listeners) {
      try {
        listener(news)
      } catch (error) {
        this.#parts.report(error)
      }
    }
  }
}

/** Of a rule, what a receiver outside is told. */
function headOf({ id, title, severity, labels }: AlertRule): AlertNotification['rule'] {
  return { id, title, severity, ...(labels ? { labels } : {}) }
}
