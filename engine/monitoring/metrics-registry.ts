import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { CommitTimes } from '../state/commit-times.ts'
import type { StageTimes } from '../sync/hub/stage-times.ts'
import { CATALOGUE } from './catalogue.ts'
import type { MetricDefinition, MetricGroup, MonitoredStatistics, ProcessFigures } from './reading.ts'

/** From a tenth of a millisecond to ten seconds. */
const STAGE_BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

export interface RegistryParts {
  readonly statistics: () => MonitoredStatistics
  readonly figures: () => ProcessFigures
  readonly stages: StageTimes
  readonly commits: CommitTimes
}

/** Metrics of one engine. Counts are read off its statistics when somebody asks, so that the hot paths do nothing for them. */
export class MetricsRegistry {
  readonly #registry = new Registry()
  readonly #parts: RegistryParts
  readonly #series: readonly { readonly definition: MetricDefinition; readonly metric: Counter | Gauge }[]
  readonly #ends: readonly (() => void)[]

  constructor(parts: RegistryParts, groups: readonly MetricGroup[]) {
    this.#parts = parts
    this.#series = CATALOGUE.filter(({ group }) => groups.includes(group)).map((definition) => ({
      definition,
      metric: this.#metric(definition),
    }))
    this.#ends = groups.includes('performance') ? [this.#observeStages(parts.stages), this.#observeCommits(parts.commits)] : []
  }

  /** What `text` is: its media type, with the version of the format. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** All metrics in the text format of Prometheus. */
  text(): Promise<string> {
    const statistics = this.#parts.statistics()
    const figures = this.#parts.figures()
    for (const { definition, metric } of this.#series) {
      metric.reset()
      const readings = definition.read(statistics, figures)
      for (const { label, value } of readings) metric.inc(labels(definition, label), value)
      // A gauge without labels is 0 after its reset; where there is nothing to read, nothing is said.
      if (readings.length === 0 && definition.label === undefined) metric.remove()
    }
    return this.#registry.metrics()
  }

  close(): void {
    for (const end of this.#ends) end()
    this.#registry.clear()
  }

  #metric({ name, help, kind, label }: MetricDefinition): Counter | Gauge {
    const settings = { name, help, registers: [this.#registry], labelNames: label === undefined ? [] : [label] }
    return kind === 'counter' ? new Counter(settings) : new Gauge(settings)
  }

  #observeCommits(commits: CommitTimes): () => void {
    const histogram = new Histogram({
      name: 'srvra_store_commit_seconds',
      help: 'Time that the store took for a commit.',
      buckets: STAGE_BUCKETS,
      registers: [this.#registry],
    })
    return commits.observe((seconds) => histogram.observe(seconds))
  }

  #observeStages(stages: StageTimes): () => void {
    const histogram = new Histogram({
      name: 'srvra_hub_stage_seconds',
      help: 'Time that a stage of a push took.',
      labelNames: ['stage'],
      buckets: STAGE_BUCKETS,
      registers: [this.#registry],
    })
    return stages.observe((stage, seconds) => histogram.observe({ stage }, seconds))
  }
}

function labels({ label: name }: MetricDefinition, value: string | undefined): Record<string, string> {
  return name === undefined || value === undefined ? {} : { [name]: value }
}
