import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { METRIC_CHARTS } from '../metrics/metric-charts.ts'
import { installBridge } from '../testing/bridge-double.ts'
import { useMetrics } from './metrics.ts'

const START = 1_000_000_000_000
const LINES = METRIC_CHARTS.flatMap(({ lines }) => lines).length

beforeEach(() => void vi.useFakeTimers({ now: START }))
afterEach(() => void vi.useRealTimers())

/** An engine whose every figure is 1, once a second. */
function installEngine() {
  return installBridge({
    'metrics.range': ({ lines, from, to, points }) => {
      const stepMs = Math.max(1000, Math.ceil((to - from) / points))
      const seen = Array.from({ length: Math.floor((to - from) / stepMs) }, (_, n) => ({ at: from + n * stepMs, value: 1 }))
      return { ok: true, value: lines.map(() => ({ stepMs, points: seen })) }
    },
    'metrics.marks': () => ({ ok: true, value: [] }),
    'alerts.list': () => ({ ok: true, value: [] }),
  })
}

test('V-200 a span is live and follows the engine; a stretch that was zoomed into stands still until somebody goes live', async () => {
  const { asked, tell } = installEngine()
  const metrics = useMetrics()
  const stop = metrics.watchNow()
  await metrics.show('hour')
  expect(metrics.shown).toEqual({ from: START - 3_600_000, to: START })
  await metrics.hold({ from: 5000, to: 65_000 })
  expect([metrics.live, metrics.shown]).toEqual([false, { from: 5000, to: 65_000 }])
  const before = asked.length
  vi.setSystemTime(START + 60_000)
  tell('monitoring', { at: START + 60_000, firing: 0, acknowledged: 0 })
  expect(asked).toHaveLength(before)
  await metrics.hold(undefined)
  expect(metrics.shown?.to).toBe(START + 60_000)
  vi.setSystemTime(START + 120_000)
  tell('monitoring', { at: START + 120_000, firing: 0, acknowledged: 0 })
  await vi.waitFor(() => expect(metrics.shown?.to).toBe(START + 120_000))
  stop()
})

test('V-204 eight hours of live charts hold no more than one picture', async () => {
  const { tell } = installEngine()
  const metrics = useMetrics()
  const stop = metrics.watchNow()
  await metrics.show('day')
  for (let second = 0; second < 8 * 3600; second += 30) {
    vi.setSystemTime(START + second * 1000)
    tell('monitoring', { at: START + second * 1000, firing: 0, acknowledged: 0 })
    await Promise.resolve()
  }
  const points = metrics.drawn!.flatMap(({ lines }) => lines.map((line) => line.points.length))
  expect(points).toHaveLength(LINES)
  expect(Math.max(...points)).toBeLessThanOrEqual(601)
  stop()
})
