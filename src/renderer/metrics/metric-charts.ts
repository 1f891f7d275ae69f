import type { MetricLine, MetricStretch } from '../../shared/contract.ts'
import type { ChartTable } from '../charts/chart-table.ts'
import type { TimeLine } from '../charts/time-option.ts'
import { reasonWords } from '../conflicts/reason-words.ts'
import { formatBytes, formatCount } from '../format/number.ts'
import { formatInstant } from '../format/time.ts'

/** A line of a chart: what is asked of the engine, and how it is called. */
export interface NamedLine {
  readonly name: string
  readonly line: MetricLine
}

/** One picture of the view. */
export interface MetricChart {
  readonly id: string
  readonly title: string
  readonly lines: readonly NamedLine[]
  readonly format: (value: number) => string
  /** The scale counts: nothing stands between two numbers. */
  readonly whole?: boolean
}

/** A chart with what is drawn of it. */
export interface DrawnChart {
  readonly chart: MetricChart
  readonly lines: readonly TimeLine[]
}

const HUB_OPERATIONS = 'srvra_hub_operations_total'
const STAGES = ['validate', 'merge', 'commit', 'broadcast'] as const

const rate = (name: string, series: string): NamedLine => ({ name, line: { as: 'rate', series } })
const value = (name: string, series: string): NamedLine => ({ name, line: { as: 'value', series } })
/** A percentile over a longer step is told as the worst of it. */
const percentile = (name: string, share: 'p50' | 'p99', stageName: string): NamedLine => ({
  name,
  line: { as: 'greatest', series: `srvra_hub_stage_seconds_${share}{stage="${stageName}"}` },
})
const commitTime = (name: string, share: 'p50' | 'p99'): NamedLine => ({
  name,
  line: { as: 'greatest', series: `srvra_store_commit_seconds_${share}` },
})
const stage = (name: string): NamedLine => {
  const of = (figure: string): string => `srvra_hub_stage_seconds_${figure}{stage="${name}"}`
  return { name, line: { as: 'mean', sum: of('sum'), count: of('count') } }
}

/** What an operator looks at first, from top left to bottom right. */
export const METRIC_CHARTS: readonly MetricChart[] = [
  {
    id: 'operations',
    title: 'Operations by answer',
    lines: ['committed', 'merged', 'conflict', 'rejected'].map((answer) => rate(answer, `${HUB_OPERATIONS}{answer="${answer}"}`)),
    format: perSecond,
  },
  {
    id: 'answer',
    title: 'Time until a push is answered',
    lines: [percentile('half within', 'p50', 'push'), percentile('99 of 100 within', 'p99', 'push')],
    format: seconds,
  },
  { id: 'stages', title: 'Time of a push, by stage', lines: STAGES.map(stage), format: seconds },
  {
    id: 'commits',
    title: 'Time of a commit of the store',
    lines: [commitTime('half within', 'p50'), commitTime('99 of 100 within', 'p99')],
    format: seconds,
  },
  {
    id: 'stages-half',
    title: 'Half of the pushes, by stage (p50)',
    lines: STAGES.map((name) => percentile(name, 'p50', name)),
    format: seconds,
  },
  {
    id: 'stages-slowest',
    title: 'Slowest pushes, by stage (p99)',
    lines: STAGES.map((name) => percentile(name, 'p99', name)),
    format: seconds,
  },
  {
    id: 'sessions',
    title: 'Clients',
    lines: [value('connected', 'srvra_hub_sessions'), value('known', 'srvra_hub_clients')],
    format: formatCount,
    whole: true,
  },
  {
    id: 'conflicts',
    title: 'Conflicts that wait',
    lines: [value('open', 'srvra_conflicts_open')],
    format: formatCount,
    whole: true,
  },
  {
    id: 'reasons',
    title: 'Conflicts that wait, by reason',
    lines: Object.entries(reasonWords).map(([reason, words]) => value(words, `srvra_conflicts_waiting{reason="${reason}"}`)),
    format: formatCount,
    whole: true,
  },
  {
    id: 'waiting',
    title: 'Operations that wait at clients',
    lines: [value('waiting', 'srvra_hub_pending_operations')],
    format: formatCount,
    whole: true,
  },
  {
    id: 'wire',
    title: 'Bytes on the wire',
    lines: [
      rate('received', 'srvra_hub_wire_bytes_total{direction="received"}'),
      rate('sent', 'srvra_hub_wire_bytes_total{direction="sent"}'),
      rate('left out', 'srvra_hub_saved_bytes_total'),
    ],
    format: (bytes) => `${formatBytes(Math.round(bytes))}/s`,
  },
  {
    id: 'memory',
    title: 'Memory of the engine',
    lines: [value('process', 'srvra_process_resident_memory_bytes'), value('heap', 'srvra_process_heap_used_bytes')],
    format: (bytes) => formatBytes(Math.round(bytes)),
  },
  { id: 'lag', title: 'Event loop held up', lines: [value('longest', 'srvra_event_loop_lag_seconds')], format: seconds },
  {
    id: 'storage',
    title: 'Size of the store',
    lines: [value('store', 'srvra_storage_bytes'), value('of it history', 'srvra_history_bytes')],
    format: (bytes) => formatBytes(Math.round(bytes)),
  },
]

/** Lines as they are drawn; those that nothing was seen of are left out. */
export function timeLines(chart: MetricChart, stretches: readonly MetricStretch[]): readonly TimeLine[] {
  return chart.lines.flatMap(({ name }, place) => {
    const points = stretches[place]?.points ?? []
    return points.some((point) => point.value !== null) ? [{ name, points, colour: place }] : []
  })
}

/** What the picture says: each line's newest figure. */
export function chartSentence(chart: MetricChart, lines: readonly TimeLine[]): string {
  return lines
    .map(({ name, points }) => {
      const last = points.findLast((point) => point.value !== null)?.value
      return `${name} ${last === null || last === undefined ? 'not known' : chart.format(last)}`
    })
    .join(' · ')
}

/** What stands at an instant, in words. */
export interface MarkedInstant {
  readonly at: number
  readonly words: string
}

/** The figures, newest first; a gap stands as what it is, and what was marked in a row of its own. */
export function timeTable(
  chart: MetricChart,
  lines: readonly TimeLine[],
  utc: boolean,
  marks: readonly MarkedInstant[] = [],
): ChartTable {
  const cell = (figure: number | null): string => (figure === null ? 'gap' : chart.format(figure))
  const rows = [...figureRows(lines, cell), ...marks.map(({ at, words }) => ({ at, cells: [...lines.map(() => ''), words] }))]
  const width = lines.length + (marks.length > 0 ? 1 : 0)
  return {
    columns: ['Time', ...lines.map(({ name }) => name), ...(marks.length > 0 ? ['Mark'] : [])],
    rows: rows
      .toSorted((one, other) => other.at - one.at)
      .map(({ at, cells }) => [formatInstant(at, utc), ...Array.from({ length: width }, (_, place) => cells[place] ?? '')]),
  }
}

function figureRows(
  lines: readonly TimeLine[],
  cell: (value: number | null) => string,
): readonly { readonly at: number; readonly cells: readonly string[] }[] {
  const byTime = lines.map(({ points }) => new Map(points.map((point) => [point.at, point.value])))
  const times = new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))
  return [...times].map((at) => ({ at, cells: byTime.map((values) => cell(values.get(at) ?? null)) }))
}

/** All charts as comma-separated values, one row for each line and instant: for a spreadsheet. */
export function csvOf(charts: readonly DrawnChart[]): string {
  const rows = charts.flatMap(({ chart, lines }) =>
    lines.flatMap(({ name, points }) =>
      points.map(({ at, value: figure }) =>
        [chart.id, name, new Date(at).toISOString(), figure === null ? '' : String(figure)].join(','),
      ),
    ),
  )
  return `${['chart,line,at,value', ...rows].join('\n')}\n`
}

export function perSecond(figure: number): string {
  return `${figure >= 10 ? formatCount(Math.round(figure)) : figure.toFixed(1)}/s`
}

export function seconds(figure: number): string {
  if (figure < 0.001) return `${(figure * 1_000_000).toFixed(0)} µs`
  return figure < 1 ? `${(figure * 1000).toFixed(1)} ms` : `${figure.toFixed(2)} s`
}
