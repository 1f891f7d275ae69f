import type { AlertRule, Mark } from '../../shared/contract.ts'
import type { ChartTable } from '../charts/chart-table.ts'
import type { ChartTheme } from '../charts/chart-theme.ts'
import type { ChartOption } from '../charts/echarts-parts.ts'
import { timeOption } from '../charts/time-option.ts'
import { formatClock, formatInstant } from '../format/time.ts'
import { limitsOf } from './limits.ts'
import { chartSentence, type DrawnChart, timeTable } from './metric-charts.ts'
import { markWords } from './marks.ts'
import type { TimeStretch } from './time-spans.ts'

/** A chart as its card shows it. */
export interface MetricCard {
  readonly id: string
  readonly title: string
  readonly sentence: string
  readonly option: (theme: ChartTheme) => ChartOption
  readonly table: ChartTable
  /** Why there is nothing to draw. */
  readonly empty: string | undefined
}

export interface CardSurroundings {
  readonly shown: TimeStretch
  readonly marks: readonly Mark[]
  readonly rules: readonly AlertRule[]
  readonly utc: boolean
}

/** Below this the axis tells the time, above it the day as well. */
const DAY = 86_400_000

export function metricCard({ chart, lines }: DrawnChart, { shown, marks, rules, utc }: CardSurroundings): MetricCard {
  const { from, to } = shown
  const limits = limitsOf(chart, rules)
  const sentence = [chartSentence(chart, lines), ...limits.map(({ text }) => text)].join(' · ')
  const formatTime = (at: number): string => (to - from > DAY ? formatInstant(at, utc).slice(0, 16) : formatClock(at, utc))
  const picture = {
    lines,
    from,
    to,
    format: chart.format,
    formatTime,
    description: `${chart.title}: ${sentence}`,
    whole: chart.whole,
    marks: marks.map((mark) => ({ at: mark.at, text: mark.text })),
    limits,
  }
  return {
    id: chart.id,
    title: chart.title,
    sentence,
    option: (theme) => timeOption(picture, theme),
    table: timeTable(
      chart,
      lines,
      utc,
      marks.map((mark) => ({ at: mark.at, words: markWords(mark) })),
    ),
    empty: lines.length === 0 ? 'Nothing was seen in this span.' : undefined,
  }
}
