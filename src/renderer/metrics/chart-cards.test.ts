import { expect, test } from 'vitest'

import type { AlertRule, Mark } from '../../shared/contract.ts'
import type { ChartTheme } from '../charts/chart-theme.ts'
import { wordedMarks } from '../charts/mark-lines.ts'
import { isInside, timeOption } from '../charts/time-option.ts'
import { metricCard } from './chart-cards.ts'
import { limitsOf } from './limits.ts'
import { markProblem, markWords } from './marks.ts'
import { METRIC_CHARTS, timeTable } from './metric-charts.ts'

const theme: ChartTheme = {
  text: '#111',
  text2: '#222',
  border: '#333',
  panel: '#444',
  raised: '#555',
  danger: '#f00',
  series: ['#666'],
  font: 'x',
  animate: false,
}
const named = (id: string) => METRIC_CHARTS.find((chart) => chart.id === id)!
const lag = named('lag')
const rule = (condition: AlertRule['condition']): AlertRule => ({ id: 'a', title: 'A', severity: 'warning', forMs: 0, condition })
const heldUp = (limit: number): AlertRule =>
  rule({ kind: 'threshold', series: 'srvra_event_loop_lag_seconds', windowMs: 1000, is: 'above', limit })
const points = (...values: readonly (number | null)[]) => values.map((value, n) => ({ at: n * 1000, value }))
const lines = [{ name: 'longest', points: points(0.1, 0.2), colour: 0 }]
const deploy: Mark = { at: 1000, kind: 'note', text: 'deploy 1.2', by: 'ci' }

/** What a picture draws, of the parts that a test asks for. */
function drawn(marks: readonly Mark[], rules: readonly AlertRule[]) {
  const card = metricCard({ chart: lag, lines }, { shown: { from: 0, to: 10_000 }, marks, rules, utc: true })
  const option = card.option(theme) as {
    series: { name: string; data: unknown[]; markLine?: { data: { xAxis?: number; yAxis?: number }[] } }[]
    yAxis: { max?: number }
  }
  return { card, option, across: option.series.at(-1)?.markLine?.data ?? [] }
}

test('V-284 a mark is a line across the chart and a row of its table, with who put it', () => {
  const { across, card } = drawn([deploy], [])
  expect(across).toMatchObject([{ xAxis: 1000 }])
  expect(card.table.columns).toEqual(['Time', 'longest', 'Mark'])
  expect(card.table.rows).toContainEqual(['1970-01-01 00:00:01 UTC', '', 'deploy 1.2, by ci'])
  expect(drawn([], []).card.table.columns).toEqual(['Time', 'longest'])
  expect(markWords({ at: 0, kind: 'rules', text: 'Merge rules 4 activated' })).toBe('Rules: Merge rules 4 activated')
})

test('V-284 of marks that are near each other the newest has its words', () => {
  const marks = [0, 50, 60, 99].map((at) => ({ at, text: String(at) }))
  const worded = wordedMarks(marks, { from: 0, to: 1000 })
  expect(marks.filter((mark) => worded.has(mark)).map(({ at }) => at)).toEqual([0, 50, 99])
})

test('V-285 a limit that is near is drawn and in sight, one that is far is told in words alone', () => {
  const near = drawn([], [heldUp(0.25)])
  expect(near.across).toMatchObject([{ yAxis: 0.25 }])
  expect(near.option.yAxis.max).toBeGreaterThan(0.25)
  const far = drawn([], [heldUp(30)])
  expect(far.across).toEqual([])
  expect(far.option.yAxis.max).toBeUndefined()
  expect(far.card.sentence).toBe('longest 200.0 ms · alert above 30.00 s')
})

test('V-285 a limit belongs to the charts that draw what its rule looks at, in the same way', () => {
  const sum = 'srvra_hub_stage_seconds_sum{stage="commit"}'
  const count = 'srvra_hub_stage_seconds_count{stage="commit"}'
  const mean = rule({ kind: 'mean', sum, count, windowMs: 1000, is: 'above', limit: 0.25 })
  const answered = 'srvra_hub_operations_total{answer="rejected"}'
  const rate = rule({ kind: 'rate', series: answered, windowMs: 1000, is: 'above', limit: 2 })
  const absence = rule({ kind: 'absence', series: 'srvra_event_loop_lag_seconds', windowMs: 1000 })
  const where = (one: AlertRule) => METRIC_CHARTS.filter((chart) => limitsOf(chart, [one]).length > 0).map(({ id }) => id)
  expect([mean, rate, heldUp(1), absence].map(where)).toEqual([['stages'], ['operations'], ['lag'], []])
  expect(limitsOf(lag, [heldUp(1), heldUp(1)])).toHaveLength(1)
})

test('V-288 a table has every figure of its picture', () => {
  const many = Array.from({ length: 1201 }, (_, n) => n)
  expect(timeTable(lag, [{ name: 'longest', points: points(...many), colour: 0 }], true).rows).toHaveLength(1201)
})

test('V-289 a figure between gaps is a dot, and others are points of a line', () => {
  const picture = { lines: [{ name: 'a', points: points(1, null, 2, null, 3, 4), colour: 0 }], from: 0, to: 6000 }
  const option = timeOption({ ...picture, format: String, formatTime: String, description: '' }, theme) as {
    series: { data: unknown[] }[]
  }
  const dot = (at: number, value: number) => ({ value: [at, value], symbol: 'circle', symbolSize: 4 })
  expect(option.series[0]?.data).toEqual([dot(0, 1), [1000, null], dot(2000, 2), [3000, null], [4000, 3], [5000, 4]])
})

test('V-289 labels keep away from both edges', () => {
  expect([0, 40, 500, 960, 1000].map((at) => isInside(at, 0, 1000))).toEqual([false, false, true, false, false])
})

test('V-290 a mark has words, and not too many', () => {
  expect([' ', 'x'.repeat(121)].map((text) => markProblem(text) !== undefined)).toEqual([true, true])
  expect(markProblem(' deploy 1.2 ')).toBeUndefined()
})
