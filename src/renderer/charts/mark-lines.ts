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
/** Words that are nearer to each other, as a share of the width, would lie over each other; the lines stay. */
const NEAR = 0.04
const MOST_CHARACTERS = 24

interface Width {
  readonly from: number
  readonly to: number
}

/** A series without points that carries the lines across a chart; switching a line off in the legend leaves them. */
export function markSeries(marks: readonly TimeMark[], limits: readonly LimitLine[], width: Width, theme: ChartTheme): ChartOption {
  const worded = wordedMarks(marks, width)
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
        ...marks.map((mark) => verticalLine(mark, worded.has(mark), theme)),
        ...limits.map((limit) => levelLine(limit, theme)),
      ],
    },
  }
}

/** The newest of those that stand near each other. */
export function wordedMarks(marks: readonly TimeMark[], { from, to }: Width): ReadonlySet<TimeMark> {
  const worded = new Set<TimeMark>()
  let next = Infinity
  for (const mark of marks.toReversed()) {
    if (next - mark.at < NEAR * (to - from)) continue
    worded.add(mark)
    next = mark.at
  }
  return worded
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
