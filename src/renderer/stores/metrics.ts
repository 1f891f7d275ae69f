import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { AlertRule, Failure, Mark, MetricStretch } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { csvOf, type DrawnChart, METRIC_CHARTS, timeLines } from '../metrics/metric-charts.ts'
import { pauseAfter, restOf, type SpanName, spans, type TimeStretch } from '../metrics/time-spans.ts'
import { useToasts } from './toasts.ts'

/** As many as a wide chart has pixels for, and no more: memory does not grow with the span. */
const POINTS = 600

/** Figures over time: up to now and following it, or a stretch that stands still. */
export const useMetrics = defineStore('metrics', () => {
  const toasts = useToasts()
  const span = ref<SpanName>('quarter')
  /** A stretch that was zoomed into, or that a link named: nothing moves until the operator goes live again. */
  const still = shallowRef<TimeStretch>()
  const drawn = shallowRef<readonly DrawnChart[]>()
  const marks = shallowRef<readonly Mark[]>([])
  /** Of alerts, for the lines that figures should not pass. */
  const rules = shallowRef<readonly AlertRule[]>([])
  const shown = shallowRef<TimeStretch>()
  const failure = shallowRef<Failure>()
  /** Milliseconds until another attempt, after one that failed. */
  const pause = ref(0)
  const busy = ref(false)
  let turn = 0
  let askedAt = 0
  let failures = 0

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
    askedAt = Date.now()
    const lines = METRIC_CHARTS.flatMap((chart) => chart.lines.map(({ line }) => line))
    const [ranges, marked] = await Promise.all([
      call('metrics.range', { lines, ...wanted, points: POINTS }),
      call('metrics.marks', wanted),
    ])
    if (mine !== turn) return
    busy.value = false
    failure.value = ranges.ok ? (marked.ok ? undefined : marked.error) : ranges.error
    failures = failure.value ? failures + 1 : 0
    pause.value = failure.value ? pauseAfter(failures, restOf(stretch())) : 0
    if (!ranges.ok || !marked.ok) return
    shown.value = wanted
    marks.value = marked.value
    drawn.value = distributed(ranges.value)
  }

  async function loadRules(): Promise<void> {
    const answer = await call('alerts.list', {})
    // Without rules there are figures without limits; that nobody watches is said where alerts are.
    if (answer.ok) rules.value = answer.value.map(({ rule }) => rule)
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

  /** Puts words beside the figures, now. Answers whether they are there. */
  async function mark(text: string): Promise<boolean> {
    const answer = await call('metrics.mark', { text })
    if (answer.ok) await load()
    else toasts.failed('The mark was not put', answer.error)
    return answer.ok
  }

  /** Follows the engine while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    void loadRules()
    return on('monitoring', () => {
      const due = Math.max(restOf(stretch()), pause.value)
      if (live.value && !busy.value && Date.now() - askedAt >= due) void load()
    })
  }

  const csv = (id?: string): string => csvOf((drawn.value ?? []).filter(({ chart }) => id === undefined || chart.id === id))

  const state = { span, still, drawn, marks, rules, shown, failure, pause, busy, live, collectedMs }
  return { ...state, load, show, hold, mark, watchNow, csv }
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
