import type { AttainedPoint } from '../../shared/contract.ts'
import type { ChartTable } from '../charts/chart-table.ts'
import type { ChartTheme } from '../charts/chart-theme.ts'
import type { ChartOption } from '../charts/echarts-parts.ts'
import { timeOption } from '../charts/time-option.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import { formatInstant } from '../format/time.ts'
import { shareWords } from './objective-words.ts'

export interface Attainment {
  readonly from: number
  readonly to: number
  readonly target: number
  readonly stepMs: number
  readonly points: readonly AttainedPoint[]
}

/** Steps without operations belong to a quiet time; the line ends there. */
const STEPS_OF_A_GAP = 3

/** The share in time against the target. Points are drawn, too: one operation between quiet times is no line. */
export function attainmentOption(
  attainment: Attainment,
  { description, formatTime }: { readonly description: string; readonly formatTime: (at: number) => string },
  theme: ChartTheme,
): ChartOption {
  const { from, to, target, points } = attainment
  const lines = [
    { name: 'in time', colour: 0, points: withGaps(attainment) },
    {
      name: 'target',
      colour: 1,
      points: [from, to].map((at) => ({ at, value: target })),
    },
  ]
  const option = timeOption({ lines, from, to, format: shareWords, formatTime, description }, theme)
  const [inTime, promised] = option['series'] as readonly ChartOption[]
  const lowest = Math.min(target, ...points.map(({ attained }) => attained))
  return {
    ...option,
    yAxis: { ...(option['yAxis'] as object), min: floorOf(lowest), max: 1 },
    series: [{ ...inTime, showSymbol: true, symbolSize: 4 }, promised],
  }
}

/** In a sentence with its numbers. */
export function attainmentSentence({ points, target }: Attainment): string {
  if (points.length === 0) return 'No operation was seen in this span.'
  const missed = points.reduce((sum, point) => sum + point.missed, 0)
  const below = points.filter(({ attained }) => attained < target).length
  return `${formatCounted(missed, 'operation')} too late; ${formatCount(below)} of ${formatCounted(points.length, 'step')} below the target of ${shareWords(target)}.`
}

export function attainmentTable({ points }: Attainment, utc: boolean): ChartTable {
  return {
    columns: ['Time', 'In time', 'Too late'],
    rows: points
      .toReversed()
      .map(({ at, attained, missed }) => [formatInstant(at, utc), shareWords(attained), formatCount(missed)]),
  }
}

/** Room below the lowest point, so that 99 and 99.9 are not the same line; the scale ends on a round number. */
function floorOf(lowest: number): number {
  const room = 1 - lowest
  const step = room > 0.1 ? 0.1 : room > 0.01 ? 0.01 : 0.001
  return Math.max(0, Math.floor((lowest - room * 0.1) / step) * step)
}

function withGaps({ points, stepMs }: Attainment): readonly { readonly at: number; readonly value: number | null }[] {
  return points.flatMap(({ at, attained }, index) => {
    const before = points[index - 1]
    const point = { at, value: attained }
    return before === undefined || at - before.at < STEPS_OF_A_GAP * stepMs
      ? [point]
      : [{ at: before.at + stepMs, value: null }, point]
  })
}
