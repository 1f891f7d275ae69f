import { formatCount } from '../format/number.ts'
import type { ChartTheme } from './chart-theme.ts'
import type { ChartOption } from './echarts-parts.ts'

/** Px; no text of a chart is smaller. */
const TEXT = 12
const LINE = 16
const MOTION_MS = 120
const FEW = 10

export interface ChartSeries {
  readonly name: string
  readonly values: readonly (number | null)[]
  readonly kind: 'bar' | 'line'
  /** Bars of one stack stand on each other. */
  readonly stack?: string
  /** Which colour of the theme; its place by default. */
  readonly colour?: number
  /** Whether every bar tells its number. */
  readonly told?: boolean
  /** A line to compare with, behind the bars. */
  readonly behind?: boolean
}

export interface SeriesChart {
  /** One for every value. */
  readonly labels: readonly string[]
  readonly series: readonly ChartSeries[]
  /** Behind each number: ` %`. */
  readonly unit?: string
  /** The top of the scale, where it is not what the data need. */
  readonly max?: number
  /** What a screen reader hears of the picture; the table beside it has the numbers. */
  readonly description: string
}

export interface RankChart {
  readonly name: string
  /** The greatest first. */
  readonly entries: readonly { readonly label: string; readonly count: number }[]
  readonly description: string
}

export function common(theme: ChartTheme, description: string): ChartOption {
  return {
    animation: theme.animate,
    animationDuration: MOTION_MS,
    animationDurationUpdate: MOTION_MS,
    textStyle: { color: theme.text, fontFamily: theme.font, fontSize: TEXT },
    aria: { enabled: true, label: { enabled: true, description } },
    tooltip: {
      // Drawn, not written: the page's policy lets nobody make markup of text, and names here come from documents.
      renderMode: 'richText',
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.border,
      textStyle: { color: theme.text, fontFamily: theme.font, fontSize: TEXT },
      transitionDuration: 0,
    },
  }
}

export function axisLines(theme: ChartTheme): ChartOption {
  return {
    axisLine: { lineStyle: { color: theme.border } },
    axisTick: { show: false },
    axisLabel: { color: theme.text2, fontSize: TEXT },
    splitLine: { lineStyle: { color: theme.border } },
  }
}

/** Bars and lines over a common row of labels. */
export function seriesOption({ labels, series, unit = '', max, description }: SeriesChart, theme: ChartTheme): ChartOption {
  const shared = common(theme, description)
  return {
    ...shared,
    color: series.map(({ colour }, place) => colourOf(theme, colour ?? place)),
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 10,
      itemGap: 16,
      textStyle: { color: theme.text2, fontSize: TEXT },
    },
    grid: { top: 36, right: 8, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...(shared['tooltip'] as object),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: theme.border, opacity: 0.35 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? `${formatCount(value)}${unit}` : 'not known'),
    },
    xAxis: {
      type: 'category',
      data: labels,
      ...axisLines(theme),
      axisLabel: { color: theme.text2, fontSize: TEXT, lineHeight: LINE },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      ...(max === undefined ? {} : { max }),
      ...axisLines(theme),
      axisLine: { show: false },
      axisLabel: { color: theme.text2, fontSize: TEXT, formatter: (value: number) => `${formatCount(value)}${unit}` },
    },
    series: series.map((one) => seriesOf(one, unit, theme)),
  }
}

function seriesOf(
  { name, values, kind, stack, told = false, behind = false }: ChartSeries,
  unit: string,
  theme: ChartTheme,
): ChartOption {
  if (kind === 'line')
    return {
      type: 'line',
      name,
      data: values,
      symbolSize: 6,
      // Of few places each is a point of its own; of many, the line tells it.
      showSymbol: !behind && values.length <= FEW,
      z: behind ? 1 : 3,
      connectNulls: false,
      lineStyle: { width: 2, type: 'dashed' },
      emphasis: { disabled: true },
    }
  return {
    type: 'bar',
    name,
    data: values,
    barMaxWidth: 28,
    barCategoryGap: '30%',
    emphasis: { disabled: true },
    ...(stack === undefined ? {} : { stack }),
    ...(told ? { label: numberAt('top', theme, unit) } : {}),
  }
}

/** What there is most of, as bars that lie, each with its number. */
export function rankOption({ name, entries, description }: RankChart, theme: ChartTheme): ChartOption {
  const shared = common(theme, description)
  return {
    ...shared,
    color: [colourOf(theme, 0)],
    grid: { top: 4, right: 44, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...(shared['tooltip'] as object), trigger: 'item', valueFormatter: (value: unknown) => formatCount(Number(value)) },
    xAxis: { type: 'value', show: false, minInterval: 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: entries.map(({ label }) => label),
      ...axisLines(theme),
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: TEXT, width: 180, overflow: 'truncate', ellipsis: '…' },
    },
    series: [
      {
        type: 'bar',
        name,
        data: entries.map(({ count }) => count),
        barMaxWidth: 16,
        emphasis: { disabled: true },
        label: numberAt('right', theme, ''),
      },
    ],
  }
}

/** Px that a picture of a ranking takes: a line for each, whatever there is room for. */
export function rankHeight(entries: number): number {
  return Math.max(1, entries) * 26 + 8
}

function numberAt(position: 'top' | 'right', theme: ChartTheme, unit: string): ChartOption {
  return {
    show: true,
    position,
    color: theme.text,
    // Whatever line passes behind it, a number stays readable.
    backgroundColor: theme.panel,
    padding: 2,
    fontSize: TEXT,
    formatter: ({ value }: { readonly value?: number | null }) => (typeof value === 'number' ? `${formatCount(value)}${unit}` : ''),
  }
}

export function colourOf({ series }: ChartTheme, place: number): string {
  return series[place % series.length] ?? 'currentColor'
}
