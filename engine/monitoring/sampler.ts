import type { CommitTimes } from '../state/commit-times.ts'
import { STAGES } from '../sync/hub/stage-times.ts'
import type { Stage, StageTimes } from '../sync/hub/stage-times.ts'
import { CATALOGUE } from './catalogue.ts'
import type { MetricDefinition, MetricGroup, MonitoredStatistics, ProcessFigures } from './reading.ts'
import type { Sample } from './series/series-recorder.ts'
import { TimedSeries } from './timed-series.ts'

export interface SamplerParts {
  readonly statistics: () => MonitoredStatistics
  readonly figures: () => ProcessFigures
  readonly stages: StageTimes
  readonly commits: CommitTimes
}

/** Reads every metric as a sample of a series, named as Prometheus writes it: `name{label="value"}`. */
export class Sampler {
  readonly #parts: SamplerParts
  readonly #definitions: readonly MetricDefinition[]
  readonly #stageTimes = new Map<Stage, TimedSeries>()
  readonly #commitTimes = new TimedSeries((figure) => `srvra_store_commit_seconds_${figure}`)
  readonly #observing: boolean
  readonly #ends: readonly (() => void)[]

  constructor(parts: SamplerParts, groups: readonly MetricGroup[]) {
    this.#parts = parts
    this.#definitions = CATALOGUE.filter(({ group }) => groups.includes(group))
    this.#observing = groups.includes('performance')
    this.#ends = this.#observing
      ? [
          parts.stages.observe((stage, seconds) => this.#timesOf(stage).add(seconds)),
          parts.commits.observe((seconds) => this.#commitTimes.add(seconds)),
        ]
      : []
  }

  sample(): readonly Sample[] {
    const statistics = this.#parts.statistics()
    const figures = this.#parts.figures()
    if (statistics.hub !== undefined) this.#beginStages()
    return [
      ...this.#definitions.flatMap(({ name, label, read }) =>
        read(statistics, figures).map((reading) => ({ series: seriesName(name, label, reading.label), value: reading.value })),
      ),
      ...[...this.#stageTimes.values()].flatMap((times) => times.samples()),
      ...(this.#observing ? this.#commitTimes.samples() : []),
    ]
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  /** A counter that is there from the start shows the first push as growth. */
  #beginStages(): void {
    if (!this.#observing) return
    for (const stage of STAGES) this.#timesOf(stage)
  }

  #timesOf(stage: Stage): TimedSeries {
    const known = this.#stageTimes.get(stage) ?? stageSeries(stage)
    this.#stageTimes.set(stage, known)
    return known
  }
}

function stageSeries(stage: Stage): TimedSeries {
  return new TimedSeries((figure) => seriesName(`srvra_hub_stage_seconds_${figure}`, 'stage', stage))
}

function seriesName(name: string, label: string | undefined, value: string | undefined): string {
  return label === undefined || value === undefined ? name : `${name}{${label}="${value}"}`
}
