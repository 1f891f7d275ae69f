import type { ChartTheme } from './chart-theme.ts'
import { axisLines, colourOf, common } from './chart-options.ts'
import type { ChartOption } from './echarts-parts.ts'
import { type LimitLine, markSeries, nearLimits, type TimeMark } from './mark-lines.ts'

/** A line over time. A gap is a point without a value: the line ends there and begins anew. */
export interface TimeLine {
  readonly name: string
  readonly points: readonly { readonly at: number; readonly value: number | null }[]
  /** Which colour of the theme. */
  readonly colour: number
}

export interface TimeChart {
  readonly lines: readonly TimeLine[]
  readonly from: number
  readonly to: number
  readonly format: (value: number) => string
  readonly formatTime: (at: number) => string
  readonly description: string
  /** The scale counts: nothing stands between two numbers. */
  readonly whole?: boolean | undefined
  /** What happened at an instant, and what should not be passed. */
  readonly marks?: readonly TimeMark[]
  readonly limits?: readonly LimitLine[]
}

const TEXT = 12
/** Lines of one chart differ without their colours, too. */
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const

/** Lines over a span of time. Charts that are connected share their crosshair; a stretch that is dragged over is zoomed into. */
export function timeOption(
  { lines, from, to, format, formatTime, description, whole = false, marks = [], limits = [] }: TimeChart,
  theme: ChartTheme,
): ChartOption {
  const shared = common(theme, description)
  const highest = highestOf(lines)
  const near = nearLimits(limits, highest)
  return {
    ...shared,
    animation: false,
    color: lines.map(({ colour }) => colourOf(theme, colour)),
    legend: {
      data: lines.map(({ name }) => name),
      top: 0,
      left: 0,
      itemWidth: 22,
      itemHeight: 8,
      itemGap: 16,
      textStyle: { color: theme.text2, fontSize: TEXT },
    },
    grid: { top: 32, right: 12, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...(shared['tooltip'] as object),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: theme.text2, width: 1 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : 'not known'),
    },
    // The tool stays unseen: it is switched on when the chart begins, so that dragging selects.
    toolbox: { show: true, itemSize: 0, feature: { dataZoom: { yAxisIndex: 'none', icon: { zoom: 'path://', back: 'path://' } } } },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      ...axisLines(theme),
      splitLine: { show: false },
      axisLabel: {
        color: theme.text2,
        fontSize: TEXT,
        hideOverlap: true,
        formatter: (at: number) => (isInside(at, from, to) ? formatTime(at) : ''),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      ...(whole ? { minInterval: 1 } : {}),
      // A limit that is drawn is in sight.
      ...(near.some(({ value }) => value >= highest) ? { max: Math.max(...near.map(({ value }) => value)) * 1.1 } : {}),
      ...axisLines(theme),
      axisLine: { show: false },
      axisLabel: { color: theme.text2, fontSize: TEXT, formatter: (value: number) => format(value) },
    },
    series: [
      ...lines.map(({ name, points, colour }) => ({
        type: 'line',
        name,
        data: points.map((_, place) => dotted(points, place)),
        symbol: 'none',
        connectNulls: false,
        sampling: 'lttb',
        lineStyle: { width: 1.5, type: DASHES[colour % DASHES.length] },
        emphasis: { disabled: true },
      })),
      ...(marks.length + near.length > 0 ? [markSeries(marks, near, { from, to }, theme)] : []),
    ],
  }
}

/** A label that begins nearer to an edge, as a share of the width, would stick out of the chart. */
const EDGE = 0.05

export function isInside(at: number, from: number, to: number): boolean {
  const place = (at - from) / (to - from)
  return place >= EDGE && place <= 1 - EDGE
}

function highestOf(lines: readonly TimeLine[]): number {
  let highest = 0
  for (const { points } of lines) for (const { value } of points) highest = Math.max(highest, value ?? 0)
  return highest
}

/** A figure with a gap on both sides is no line: it is a dot, or nobody would see it. */
function dotted(points: TimeLine['points'], place: number): unknown {
  const { at, value } = points[place] ?? { at: 0, value: null }
  const alone = value !== null && (points[place - 1]?.value ?? null) === null && (points[place + 1]?.value ?? null) === null
  return alone ? { value: [at, value], symbol: 'circle', symbolSize: 4 } : [at, value]
}
