import type { Clock } from '../ports/clock.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { Mark, MarkKind, SeriesStore } from '../ports/series-store.ts'
import type { Storage } from '../ports/storage.ts'
import { AlertDesk } from './alerts/alert-desk.ts'
import type { AlertNotice } from './alerts/alert-desk.ts'
import type { ResolvedEnableOptions } from './enable-options.ts'
import type { ProcessProbe } from './process-figures.ts'
import type { MonitoredStatistics } from './reading.ts'
import { Sampler } from './sampler.ts'
import { SeriesRecorder } from './series/series-recorder.ts'
import { withBurnAlerts } from './sla/burn-alert.ts'
import type { Objective } from './sla/objective.ts'
import { ObjectiveDesk } from './sla/objective-desk.ts'
import type { CommitTimes } from '../state/commit-times.ts'
import type { StageTimes } from '../sync/hub/stage-times.ts'

export interface WatchParts {
  readonly statistics: () => MonitoredStatistics
  readonly stages: StageTimes
  readonly commits: CommitTimes
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly probe: () => ProcessProbe
  /** Hears of what kept a look from being taken. */
  readonly report: (error: unknown) => void
}

const EVERY_MS = 1000

interface Listeners {
  readonly tell: (notice: AlertNotice) => void
  /** After each look that succeeded. */
  readonly looked: (at: number) => void
}

/** Looks at an engine once a second: keeps what it sees, and watches the alert rules. */
export class Watch {
  readonly alerts: AlertDesk
  readonly recorder: SeriesRecorder
  readonly objectives: ObjectiveDesk
  readonly #parts: WatchParts
  readonly #series: SeriesStore
  readonly #probe: ProcessProbe
  readonly #sampler: Sampler
  readonly #looked: (at: number) => void
  /** Rules that were named are watched as they are. */
  readonly #ownRules: boolean
  #cancel: () => void = () => undefined
  #failing = false
  #closed = false

  constructor(parts: WatchParts, series: SeriesStore, options: ResolvedEnableOptions, { tell, looked }: Listeners) {
    this.#parts = parts
    this.#series = series
    this.recorder = new SeriesRecorder(series, options.levels)
    const read = (name: string, from: number) => this.recorder.readFinest(name, from)
    this.alerts = new AlertDesk({ storage: parts.storage, rules: options.rules, read, tell })
    this.#ownRules = options.rules !== undefined
    this.objectives = new ObjectiveDesk({
      ...parts,
      recorder: this.recorder,
      changed: (before, after, by) => this.#watchBudgets(before, after, by),
    })
    this.#probe = parts.probe()
    this.#sampler = new Sampler({ ...parts, figures: () => this.#probe.read() }, options.metrics)
    this.#looked = looked
    this.#note('start', 'Monitoring started')
    this.#schedule()
  }

  /** What stands beside the figures. */
  get marks(): { put(mark: Mark): void; read(from: number, to: number, limit: number): readonly Mark[] } {
    const series = this.#series
    return { put: (mark) => series.putMark(mark), read: (from, to, limit) => series.marks(from, to, limit) }
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#note('stop', 'Monitoring stopped')
    this.#cancel()
    this.#keepLast()
    this.objectives.close()
    this.#sampler.close()
    this.#probe.stop()
    this.#series.close()
  }

  /** Figures without a mark are still figures: what keeps it from being put is reported. */
  #note(kind: MarkKind, text: string): void {
    try {
      this.#series.putMark({ at: this.#parts.clock.now(), kind, text })
    } catch (error) {
      this.#parts.report(error)
    }
  }

  #schedule(): void {
    this.#cancel = this.#parts.scheduler.after(EVERY_MS, () => {
      this.#look()
      this.#schedule()
    })
  }

  #watchBudgets(before: readonly Objective[], after: readonly Objective[], by: string): void {
    if (this.#ownRules) return
    const rules = this.alerts.list(0).map(({ rule }) => rule)
    this.alerts.replaceRules(withBurnAlerts(rules, before, after), by, this.#parts.clock.now())
  }

  /** What was counted since the last look would be gone. */
  #keepLast(): void {
    try {
      const now = this.#parts.clock.now()
      this.recorder.record(now, this.objectives.takeSamples())
      this.objectives.flush(now)
    } catch (error) {
      this.#parts.report(error)
    }
  }

  /** A look that fails leaves a gap, and the engine alone; it is reported once, until one succeeds. */
  #look(): void {
    try {
      const now = this.#parts.clock.now()
      this.recorder.record(now, [...this.#sampler.sample(), ...this.objectives.takeSamples()])
      this.objectives.flush(now)
      this.alerts.evaluate(now)
      this.#failing = false
      this.#looked(now)
    } catch (error) {
      if (!this.#failing) this.#parts.report(error)
      this.#failing = true
    }
  }
}
