import type { ChartTheme } from './chart-theme.ts'
import type { ChartOption } from './echarts-parts.ts'

/** A word at an instant: a vertical line. */
export interface TimeMark {
  readonly at: number
  readonly text: string
}

/** A figure that should not be passed: a horizontal line. */
export interface LimitLine {
  readonly value: number
  readonly text: string
}

const TEXT = 12
/** More words than these would lie over each other; the lines stay. */
const MOST_WORDS = 8
const MOST_CHARACTERS = 24

/** A series without points that carries the lines across a chart; switching a line off in the legend leaves them. */
export function markSeries(marks: readonly TimeMark[], limits: readonly LimitLine[], theme: ChartTheme): ChartOption {
  return {
    type: 'line',
    name: 'marks',
    data: [],
    tooltip: { show: false },
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      data: [
        ...marks.map((mark) => verticalLine(mark, marks.length <= MOST_WORDS, theme)),
        ...limits.map((limit) => levelLine(limit, theme)),
      ],
    },
  }
}

function verticalLine({ at, text }: TimeMark, worded: boolean, theme: ChartTheme): ChartOption {
  return {
    xAxis: at,
    lineStyle: { color: theme.text2, width: 1, type: [2, 3] },
    label: words(text, worded, 'insideEndTop', theme.text2, theme),
  }
}

function levelLine({ value, text }: LimitLine, theme: ChartTheme): ChartOption {
  return {
    yAxis: value,
    lineStyle: { color: theme.danger, width: 1, type: [6, 4] },
    label: words(text, true, 'insideStartTop', theme.danger, theme),
  }
}

function words(text: string, show: boolean, position: string, color: string, theme: ChartTheme): ChartOption {
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  return {
    show,
    position,
    color,
    backgroundColor: theme.panel,
    padding: [1, 2],
    fontSize: TEXT,
    fontFamily: theme.font,
    formatter: () => short,
  }
}

/** A limit that is far above everything would press the lines to the ground: it is told in words alone. */
const FAR = 4

export function nearLimits(limits: readonly LimitLine[], highest: number): readonly LimitLine[] {
  return limits.filter(({ value }) => value <= highest * FAR)
}
