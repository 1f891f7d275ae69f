import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { expect, onTestFinished, test } from 'vitest'

import type { ChartTheme } from './chart-theme.ts'
import { drawInto } from './echarts-parts.ts'
import { timeOption } from './time-option.ts'

use(SVGRenderer)

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

/** A picture of the last minute at a time. */
function pictureAt(now: number) {
  const points = Array.from({ length: 60 }, (_, second) => ({ at: now - second * 1000, value: second }))
  const lines = [{ name: 'a', points, colour: 0 }]
  return timeOption({ lines, from: now - 60_000, to: now, format: String, formatTime: String, description: '' }, theme)
}

test('V-204 a live chart that one can select in listens no more often for being drawn again', () => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 200 })
  onTestFinished(() => chart.dispose())
  const listeners = (): number => {
    const { handler } = chart.getZr() as unknown as { handler: object }
    return Object.values(Reflect.get(handler, '_$handlers') as Record<string, unknown[]>).flat().length
  }
  const counts = Array.from({ length: 100 }, (_, draw) => {
    drawInto(chart, pictureAt(1_000_000 + draw * 2000), { fresh: draw === 0, selectable: true })
    return listeners()
  })
  expect(counts[0]).toBeGreaterThan(0)
  expect(counts.at(-1)).toBe(counts[1])
  const [axis] = chart.getOption()['xAxis'] as { max: number }[]
  expect(axis?.max).toBe(1_000_000 + 99 * 2000)
  expect(chart.getOption()['series']).toHaveLength(1)
})
