import { STAGES } from '../sync/hub/stage-times.ts'
import type { Stage, StageTimes } from '../sync/hub/stage-times.ts'
import { CATALOGUE } from './catalogue.ts'
import { LatencyDigest } from './latency-digest.ts'
import type { MetricDefinition, MetricGroup, MonitoredStatistics, ProcessFigures } from './reading.ts'
import type { Sample } from './series/series-recorder.ts'

const STAGE = 'srvra_hub_stage_seconds'
const PERCENTILES = [
  { name: `${STAGE}_p50`, share: 0.5 },
  { name: `${STAGE}_p99`, share: 0.99 },
] as const

/** What was measured of a stage: all of it, and what came since the last look. */
interface StageFigures {
  seconds: number
  count: number
  readonly lately: LatencyDigest
}

export interface SamplerParts {
  readonly statistics: () => MonitoredStatistics
  readonly figures: () => ProcessFigures
  readonly stages: StageTimes
}

/** Reads every metric as a sample of a series, named as Prometheus writes it: `name{label="value"}`. */
export class Sampler {
  readonly #parts: SamplerParts
  readonly #definitions: readonly MetricDefinition[]
  readonly #stageTotals = new Map<Stage, StageFigures>()
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
      ...[...this.#stageTotals].flatMap(([stage, measured]) => stageSamples(stage, measured)),
    ]
  }

  close(): void {
    this.#stopObserving()
  }

  /** A counter that is there from the start shows the first push as growth. */
  #beginStages(): void {
    if (!this.#observing) return
    for (const stage of STAGES) if (!this.#stageTotals.has(stage)) this.#stageTotals.set(stage, noFigures())
  }

  #count(stage: Stage, seconds: number): void {
    const totals = this.#stageTotals.get(stage) ?? noFigures()
    totals.seconds += seconds
    totals.count++
    totals.lately.add(seconds)
    this.#stageTotals.set(stage, totals)
  }
}

function noFigures(): StageFigures {
  return { seconds: 0, count: 0, lately: new LatencyDigest() }
}

/** A look in which nothing was measured has no percentile: a gap, never a zero. */
function stageSamples(stage: Stage, { seconds, count, lately }: StageFigures): readonly Sample[] {
  const percentiles = lately.take(PERCENTILES.map(({ share }) => share))
  return [
    { series: seriesName(`${STAGE}_sum`, 'stage', stage), value: seconds },
    { series: seriesName(`${STAGE}_count`, 'stage', stage), value: count },
    ...PERCENTILES.flatMap(({ name }, place) => {
      const value = percentiles[place]
      return value === undefined ? [] : [{ series: seriesName(name, 'stage', stage), value }]
    }),
  ]
}

function seriesName(name: string, label: string | undefined, value: string | undefined): string {
  return label === undefined || value === undefined ? name : `${name}{${label}="${value}"}`
}
