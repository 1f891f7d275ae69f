import type { ChartTheme } from './chart-theme.ts'
import { axisLines, colourOf, common } from './chart-options.ts'
import type { ChartOption } from './echarts-parts.ts'

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
}

const TEXT = 12
/** Lines of one chart differ without their colours, too. */
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const

/** Lines over a span of time. Charts that are connected share their crosshair; a stretch that is dragged over is zoomed into. */
export function timeOption(
  { lines, from, to, format, formatTime, description, whole = false }: TimeChart,
  theme: ChartTheme,
): ChartOption {
  const shared = common(theme, description)
  return {
    ...shared,
    animation: false,
    color: lines.map(({ colour }) => colourOf(theme, colour)),
    legend: { top: 0, left: 0, itemWidth: 22, itemHeight: 8, itemGap: 16, textStyle: { color: theme.text2, fontSize: TEXT } },
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
      axisLabel: { color: theme.text2, fontSize: TEXT, hideOverlap: true, formatter: (at: number) => formatTime(at) },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      ...(whole ? { minInterval: 1 } : {}),
      ...axisLines(theme),
      axisLine: { show: false },
      axisLabel: { color: theme.text2, fontSize: TEXT, formatter: (value: number) => format(value) },
    },
    series: lines.map(({ name, points, colour }) => ({
      type: 'line',
      name,
      data: points.map(({ at, value }) => [at, value]),
      showSymbol: false,
      connectNulls: false,
      sampling: 'lttb',
      lineStyle: { width: 1.5, type: DASHES[colour % DASHES.length] },
      emphasis: { disabled: true },
    })),
  }
}
