import type { Stage, StageTimes } from '../sync/hub/stage-times.ts'
import { CATALOGUE } from './catalogue.ts'
import type { MetricDefinition, MetricGroup, MonitoredStatistics, ProcessFigures } from './reading.ts'
import type { Sample } from './series/series-recorder.ts'

const STAGES: readonly Stage[] = ['validate', 'merge', 'commit', 'broadcast']

export interface SamplerParts {
  readonly statistics: () => MonitoredStatistics
  readonly figures: () => ProcessFigures
  readonly stages: StageTimes
}

/** Reads every metric as a sample of a series, named as Prometheus writes it: `name{label="value"}`. */
export class Sampler {
  readonly #parts: SamplerParts
  readonly #definitions: readonly MetricDefinition[]
  readonly #stageTotals = new Map<Stage, { seconds: number; count: number }>()
  readonly #observing: boolean
  readonly #stopObserving: () => void

  constructor(parts: SamplerParts, groups: readonly MetricGroup[]) {
    this.#parts = parts
    this.#definitions = CATALOGUE.filter(({ group }) => groups.includes(group))
    this.#observing = groups.includes('performance')
    this.#stopObserving = this.#observing ? parts.stages.observe((stage, seconds) => this.#count(stage, seconds)) : () => undefined
  }

  sample(): readonly Sample[] {
    const statistics = this.#parts.statistics()
    const figures = this.#parts.figures()
    if (statistics.hub !== undefined) this.#beginStages()
    return [
      ...this.#definitions.flatMap(({ name, label, read }) =>
        read(statistics, figures).map((reading) => ({ series: seriesName(name, label, reading.label), value: reading.value })),
      ),
      ...[...this.#stageTotals].flatMap(([stage, { seconds, count }]) => [
        { series: seriesName('srvra_hub_stage_seconds_sum', 'stage', stage), value: seconds },
        { series: seriesName('srvra_hub_stage_seconds_count', 'stage', stage), value: count },
      ]),
    ]
  }

  close(): void {
    this.#stopObserving()
  }

  /** A counter that is there from the start shows the first push as growth. */
  #beginStages(): void {
    if (!this.#observing) return
    for (const stage of STAGES) if (!this.#stageTotals.has(stage)) this.#stageTotals.set(stage, { seconds: 0, count: 0 })
  }

  #count(stage: Stage, seconds: number): void {
    const totals = this.#stageTotals.get(stage) ?? { seconds: 0, count: 0 }
    totals.seconds += seconds
    totals.count++
    this.#stageTotals.set(stage, totals)
  }
}

function seriesName(name: string, label: string | undefined, value: string | undefined): string {
  return label === undefined || value === undefined ? name : `${name}{${label}="${value}"}`
}
