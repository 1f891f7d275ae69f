import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { ConflictAnalytics } from '../../shared/contract.ts'
import type { ChartTheme } from '../charts/chart-theme.ts'
import { rankOption, seriesOption } from '../charts/chart-options.ts'
import { calibrationChart, calibrationTable, rankChart, rankTable, rateChart, rateTable, sliceLabel } from './analytics-charts.ts'
import {
  calibration,
  calibrationSentence,
  durationWords,
  leadSentence,
  ranking,
  reasonEntries,
  strategyEntries,
  totalsOf,
} from './analytics-figures.ts'
import { spanAround } from './spans.ts'

const slice = (at: number, arrived: number, decided: number, automatic: number) => ({ at, arrived, decided, automatic })
const timeline: ConflictAnalytics['timeline'] = [slice(0, 4, 0, 0), slice(60_000, 1, 5, 3), slice(120_000, 0, 1, 1)]

test('V-182 what arrived and what was decided by whom add up to the totals beside the picture', () => {
  expect(totalsOf({ timeline })).toEqual({ arrived: 5, decided: 6, automatic: 4, byPeople: 2 })
  const { series, labels } = rateChart({ timeline }, { span: 'hour', utc: true, description: '' })
  expect(labels).toEqual(['00:00', '00:01', '00:02'])
  expect(series.map(({ name, values }) => [name, values])).toEqual([
    ['Decided by people', [0, 2, 0]],
    ['Settled automatically', [0, 3, 1]],
    ['Arrived', [4, 1, 0]],
  ])
  expect(rateTable({ timeline }, true).rows[1]).toEqual(['1970-01-01 00:01:00 UTC', '1', '2', '3'])
  expect([sliceLabel(0, 'week', true), sliceLabel(0, 'month', true)]).toEqual(['01-01 00:00', '01-01'])
})

test('V-183 a ranking shows six at most, and the last of them accounts for the rest', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ label: fc.string(), count: fc.nat(1000) }), { maxLength: 20 }), (entries) => {
      const bars = ranking(entries)
      const sum = (of: typeof entries) => of.reduce((all, { count }) => all + count, 0)
      expect(bars.length).toBeLessThanOrEqual(6)
      expect(sum([...bars])).toBe(sum(entries))
    }),
  )
  const entries = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label, index) => ({ label, count: index + 1 }))
  expect(ranking(entries).map(({ label }) => label)).toEqual(['g', 'f', 'e', 'd', 'c', '2 others'])
  expect(rankTable('Field', entries).rows).toHaveLength(7)
  expect(leadSentence(entries)).toBe('g leads with 7 of 28.')
  expect(leadSentence([...entries, ...entries])).toBe('g leads with 7.')
})

test('V-183 reasons and ways to settle have words, and names from outside show what hides in them', () => {
  expect(reasonEntries({ byReason: { SAME_FIELD: 3 } })).toEqual([{ label: 'Same field', count: 3 }])
  expect(strategyEntries({ byStrategy: { rule: 1, 'house-style': 2 } })).toEqual([
    { label: 'By a merge rule', count: 1 },
    { label: 'house-style', count: 2 },
  ])
  expect(rankChart('Replicas', [{ label: 'till\u202Egnp', count: 1 }]).entries[0]?.label).toBe(String.raw`till\u202egnp`)
})

test('V-184 a band of confidence is not calibrated below thirty cases', () => {
  const bands = calibration({
    acceptance: [
      { confidence: 5, cases: 29, accepted: 29 },
      { confidence: 8, cases: 30, accepted: 18 },
    ],
  })
  expect(bands).toEqual([
    { tenth: 5, label: '50–59 %', cases: 29, accepted: null, promised: 55 },
    { tenth: 8, label: '80–89 %', cases: 30, accepted: 60, promised: 85 },
  ])
  expect(calibrationTable(bands).rows[0]).toEqual(['50–59 %', '29', 'not calibrated below 30'])
  const chart = calibrationChart(bands, '')
  expect(chart.series[0]?.values).toEqual([null, null, null, null, null, null, null, null, 60, null])
  expect(chart.series[1]?.values).toEqual([5, 15, 25, 35, 45, 55, 65, 75, 85, 95])
  expect([chart.labels[4], chart.labels[5], chart.labels[8]]).toEqual(['40–49 %', '50–59 %\n29 cases', '80–89 %\n30 cases'])
  expect(calibrationSentence(bands)).toBe('At 80–89 % confidence, 60 % were accepted: less than it says.')
  expect(calibrationSentence(bands.slice(0, 1))).toContain('Not calibrated: the fullest band has 29 of the 30')
  expect(calibrationSentence([{ tenth: 8, label: '', cases: 99, accepted: 84, promised: 85 }])).toContain('about as often')
})

test('V-182 how long something took is told as precisely as it matters', () => {
  expect([0, 850, 4200, 59_000, 720_000, 12_600_000, 172_800_000].map(durationWords)).toEqual([
    '0 ms',
    '850 ms',
    '4.2 s',
    '59 s',
    '12 min',
    '3.5 h',
    '2 days',
  ])
})

const theme: ChartTheme = {
  text: 'rgb(1, 1, 1)',
  text2: 'rgb(2, 2, 2)',
  border: 'rgb(3, 3, 3)',
  panel: 'rgb(4, 4, 4)',
  raised: 'rgb(5, 5, 5)',
  danger: '#f00',
  series: ['rgb(10, 0, 0)', 'rgb(20, 0, 0)', 'rgb(30, 0, 0)'],
  font: 'Inter',
  animate: true,
}

/** Every value of a member, however deep. */
function valuesOf(option: unknown, name: string): readonly unknown[] {
  if (typeof option !== 'object' || option === null) return []
  const members: readonly [string, unknown][] = Object.entries(option)
  return members.flatMap(([key, value]) => [...(key === name ? [value] : []), ...valuesOf(value, name)])
}

test('V-185 a chart has the colours of the theme, no text below 11 px, and moves only where that is wanted', () => {
  const chart = rateChart({ timeline }, { span: 'day', utc: true, description: 'Conflicts by hour' })
  for (const option of [seriesOption(chart, theme), rankOption(rankChart('Field', [{ label: 'a', count: 1 }]), theme)]) {
    const sizes = valuesOf(option, 'fontSize')
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.every((size) => typeof size === 'number' && size >= 11)).toBe(true)
    const colours = valuesOf(option, 'color').flat()
    expect(colours.every((colour) => JSON.stringify(theme).includes(String(colour)))).toBe(true)
    expect(option).toMatchObject({ animation: true, aria: { enabled: true }, tooltip: { renderMode: 'richText' } })
  }
  expect(seriesOption(chart, theme)['color']).toEqual(['rgb(10, 0, 0)', 'rgb(30, 0, 0)', 'rgb(20, 0, 0)'])
  expect(seriesOption(chart, { ...theme, animate: false })['animation']).toBe(false)
  expect(valuesOf(seriesOption(chart, theme), 'description')).toEqual(['Conflicts by hour'])
})

test('V-180 slices begin at whole hours and at midnight of the zone, and the last one holds the present', () => {
  const now = Date.UTC(2026, 10, 23, 14, 33, 20)
  // Half an hour ahead of UTC, whole hours begin at half past.
  expect(spanAround('day', now, 1_800_000)).toEqual({
    from: Date.UTC(2026, 10, 22, 15, 30),
    to: Date.UTC(2026, 10, 23, 15, 30),
    slices: 24,
  })
  fc.assert(
    fc.property(
      fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: -48, max: 56 }),
      (name, at, quarters) => {
        const ahead = quarters * 900_000
        const { from, to, slices } = spanAround(name, at, ahead)
        const width = (to - from) / slices
        expect(to > at && to - width <= at).toBe(true)
        expect(Math.abs((to + ahead) % width)).toBe(0)
      },
    ),
  )
})
