import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, MetricStretch } from '../../shared/contract.ts'
import type { TimeLine } from '../charts/time-option.ts'
import { call, on } from '../client.ts'
import { csvOf, METRIC_CHARTS, timeLines } from '../metrics/metric-charts.ts'
import type { MetricChart } from '../metrics/metric-charts.ts'
import { restOf, type SpanName, spans, type TimeStretch } from '../metrics/time-spans.ts'

/** As many as a wide chart has pixels for, and no more: memory does not grow with the span. */
const POINTS = 600

export interface DrawnChart {
  readonly chart: MetricChart
  readonly lines: readonly TimeLine[]
}

/** Figures over time: up to now and following it, or a stretch that stands still. */
export const useMetrics = defineStore('metrics', () => {
  const span = ref<SpanName>('quarter')
  /** A stretch that was zoomed into, or that a link named: nothing moves until the operator goes live again. */
  const still = shallowRef<TimeStretch>()
  const drawn = shallowRef<readonly DrawnChart[]>()
  const shown = shallowRef<TimeStretch>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  let turn = 0
  let readAt = 0

  const live = computed(() => still.value === undefined)
  /** How long figures have been there: a chart of the first minutes says so. */
  const collectedMs = computed(() => {
    const first = drawn.value?.flatMap(({ lines }) => lines.map(({ points }) => points[0]?.at ?? Infinity)) ?? []
    return shown.value && first.length > 0 ? Math.max(0, shown.value.to - Math.min(...first)) : 0
  })

  function stretch(): TimeStretch {
    const now = Date.now()
    return still.value ?? { from: now - spans[span.value].ms, to: now }
  }

  /** An answer that a later question has overtaken is dropped. */
  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    const wanted = stretch()
    busy.value = true
    const lines = METRIC_CHARTS.flatMap((chart) => chart.lines.map(({ line }) => line))
    const answer = await call('metrics.range', { lines, ...wanted, points: POINTS })
    if (mine !== turn) return
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    readAt = Date.now()
    shown.value = wanted
    drawn.value = distributed(answer.value)
  }

  /** Another span is live again. */
  async function show(wanted: SpanName): Promise<void> {
    span.value = wanted
    still.value = undefined
    await load()
  }

  /** Stands still on a stretch; undefined goes live. */
  async function hold(wanted: TimeStretch | undefined): Promise<void> {
    still.value = wanted
    await load()
  }

  /** Follows the engine while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('monitoring', () => {
      if (live.value && !busy.value && Date.now() - readAt >= restOf(stretch())) void load()
    })
  }

  const csv = (): string => csvOf(drawn.value ?? [])

  return { span, still, drawn, shown, failure, busy, live, collectedMs, load, show, hold, watchNow, csv }
})

/** The answers come in the order of the lines, chart by chart. */
function distributed(stretches: readonly MetricStretch[]): readonly DrawnChart[] {
  let next = 0
  return METRIC_CHARTS.map((chart) => {
    const own = stretches.slice(next, next + chart.lines.length)
    next += chart.lines.length
    return { chart, lines: timeLines(chart, own) }
  })
}
