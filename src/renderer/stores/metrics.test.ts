import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { METRIC_CHARTS } from '../metrics/metric-charts.ts'
import type { Mark } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useChartFiles } from './chart-files.ts'
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

test('V-286 figures that cannot be read are asked for again after pauses that double', async () => {
  let readable = false
  const { asked, tell } = installBridge({
    'metrics.range': ({ lines }) =>
      readable ? { ok: true, value: lines.map(() => ({ stepMs: 1, points: [] })) } : { ok: false, error: failure },
    'metrics.marks': () => ({ ok: true, value: [] }),
    'alerts.list': () => ({ ok: true, value: [] }),
  })
  const metrics = useMetrics()
  const stop = metrics.watchNow()
  await metrics.show('quarter')
  const attempts: number[] = []
  for (let second = 1; second <= 30; second++) {
    const before = asked.length
    vi.setSystemTime(START + second * 1000)
    tell('monitoring', { at: 0, firing: 0, acknowledged: 0 })
    await vi.advanceTimersByTimeAsync(0)
    if (asked.length > before) attempts.push(second)
  }
  expect(attempts).toEqual([4, 12, 28])
  expect([metrics.failure, metrics.pause]).toEqual([failure, 32_000])
  readable = true
  await metrics.load()
  expect([metrics.failure, metrics.pause]).toEqual([undefined, 0])
  stop()
})

test('V-284, V-290 marks come with the figures, and one that was put is there at once', async () => {
  const marks = [{ at: START - 1000, kind: 'start', text: 'Monitoring started' }] as Mark[]
  const { asked } = installBridge({
    'metrics.range': ({ lines }) => ({ ok: true, value: lines.map(() => ({ stepMs: 1, points: [] })) }),
    'metrics.marks': () => ({ ok: true, value: [...marks] }),
    'metrics.mark': ({ text }) => {
      const mark = { at: START, kind: 'note', text, by: 'ann' } as const
      marks.push(mark)
      return text === 'no' ? { ok: false, error: failure } : { ok: true, value: mark }
    },
  })
  const metrics = useMetrics()
  await metrics.show('quarter')
  expect(metrics.marks).toHaveLength(1)
  expect(await metrics.mark('deploy 1.2')).toBe(true)
  expect(metrics.marks.at(-1)).toMatchObject({ text: 'deploy 1.2' })
  expect(await metrics.mark('no')).toBe(false)
  expect(asked.filter(([name]) => name === 'metrics.marks')).toHaveLength(2)
})

test('V-287 a chart is saved into the file that was chosen, and nowhere when none was', async () => {
  let chosen: string | null = '/chosen/lag.png'
  const { asked } = installBridge({
    'dialogs.save-file': () => ({ ok: true, value: chosen }),
    'files.save': () => ({ ok: true, value: null }),
  })
  const files = useChartFiles()
  await files.savePicture('lag', 'AAAA')
  chosen = null
  await files.saveCsv('lag', 'a,b')
  expect(asked.filter(([name]) => name === 'files.save')).toEqual([
    ['files.save', { file: '/chosen/lag.png', content: 'AAAA', encoding: 'base64' }],
  ])
})

test('V-204 eight hours of live charts hold no more than one picture, and listen once', async () => {
  const { tell, listening } = installEngine()
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
  expect(listening('monitoring')).toBe(1)
  stop()
  expect(listening('monitoring')).toBe(0)
})
