import { expect, test } from 'vitest'

import { causeOf } from './alert-cause.ts'
import { chartSentence, csvOf, METRIC_CHARTS, timeLines, timeTable } from './metric-charts.ts'
import { restOf, spanNamed, spans, stretchOf } from './time-spans.ts'

const sessions = METRIC_CHARTS.find(({ id }) => id === 'sessions')!
const stretch = (...values: readonly (number | null)[]) => ({
  stepMs: 1000,
  points: values.map((value, n) => ({ at: n * 1000, value })),
})

test('V-200 a stretch in a link is taken when it leads somewhere, and a span only by its name', () => {
  expect(stretchOf('1000', '61000')).toEqual({ from: 1000, to: 61_000 })
  for (const [from, to] of [
    ['', ''],
    ['1', ''],
    ['x', '9000'],
    ['5000', '4000'],
    ['1', '2'],
    ['Infinity', '9'],
  ] as const)
    expect(stretchOf(from, to)).toBeUndefined()
  expect([spanNamed('week'), spanNamed('ever'), spanNamed('constructor')]).toEqual(['week', 'quarter', 'quarter'])
})

test('V-201 a live chart is read as often as it can show anything new', () => {
  expect(Object.values(spans).map(({ ms }) => Math.round(restOf({ from: 0, to: ms }) / 1000))).toEqual([2, 4, 24, 60, 60, 60])
})

test('V-202 lines that nothing was seen of are left out, gaps are told as gaps, and colours stay with their line', () => {
  const lines = timeLines(sessions, [stretch(null, null), stretch(3, null, 5)])
  expect(lines.map(({ name, colour }) => [name, colour])).toEqual([['known', 1]])
  expect(chartSentence(sessions, lines)).toBe('known 5')
  expect(timeTable(sessions, lines, true)).toEqual({
    columns: ['Time', 'known'],
    rows: [
      ['1970-01-01 00:00:02 UTC', '5'],
      ['1970-01-01 00:00:01 UTC', 'gap'],
      ['1970-01-01 00:00:00 UTC', '3'],
    ],
  })
})

test('V-203 all figures are copied with chart, line and instant, a gap as nothing', () => {
  const lines = timeLines(sessions, [stretch(1, null)])
  expect(csvOf([{ chart: sessions, lines }])).toBe(
    'chart,line,at,value\nsessions,connected,1970-01-01T00:00:00.000Z,1\nsessions,connected,1970-01-01T00:00:01.000Z,\n',
  )
})

test('V-205 an alert leads to the figures around the time when it fired', () => {
  const rule = {
    id: 'a',
    title: 'A',
    severity: 'warning',
    forMs: 0,
    condition: { kind: 'absence', series: 's', windowMs: 60_000 },
  } as const
  const fired = { rule, state: { status: 'firing', since: 900_000, firedAt: 1_000_000 } } as const
  expect(causeOf(fired, 1_060_000)).toEqual({ name: 'metrics', query: { from: '100000', to: '1060000' } })
  expect(causeOf({ rule, state: { status: 'inactive' } }, 5)).toEqual({ name: 'metrics' })
})
