import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { ConflictSummary } from '../../shared/contract.ts'
import { collectedFor, HOUR_NAMES, newest } from '../metrics/hour-lines.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useLastHour } from './last-hour.ts'
import { useOpenConflicts } from './open-conflicts.ts'

const START = 1_000_000_000_000
const NEWS = { at: START, firing: 0, acknowledged: 0 }

beforeEach(() => void vi.useFakeTimers({ now: START }))
afterEach(() => void vi.useRealTimers())

test('V-281 all lines of the last hour are one question every ten seconds, and none once nobody looks', async () => {
  const { asked, tell } = installBridge({
    'metrics.range': ({ lines, to }) => ({
      ok: true,
      value: lines.map((_, place) => ({ stepMs: 10_000, points: [{ at: to - 40_000, value: place }] })),
    }),
  })
  const hour = useLastHour()
  const stop = hour.watchNow()
  await vi.waitFor(() => expect(hour.current?.lines.lag).toEqual([{ at: START - 40_000, value: HOUR_NAMES.indexOf('lag') }]))
  expect(collectedFor(hour.current!)).toBe(40_000)
  for (const after of [9000, 10_000, 19_000]) {
    vi.setSystemTime(START + after)
    tell('monitoring', NEWS)
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(asked.map(([name]) => name)).toEqual(['metrics.range', 'metrics.range'])
  expect(asked[0]?.[1]).toMatchObject({ from: START - 3_600_000, to: START })
  stop()
  vi.setSystemTime(START + 60_000)
  tell('monitoring', NEWS)
  expect(asked).toHaveLength(2)
})

test('V-281 a figure that is older than a minute is not told', () => {
  const points = [
    { at: START - 50_000, value: 3 },
    { at: START - 40_000, value: null },
  ]
  expect(newest(points, START)).toBe(3)
  expect(newest(points, START + 11_000)).toBeUndefined()
})

test('V-286 after a failure the next question waits twice as long', async () => {
  const { asked, tell } = installBridge({ 'metrics.range': () => ({ ok: false, error: failure }) })
  const hour = useLastHour()
  const stop = hour.watchNow()
  await vi.waitFor(() => expect(hour.failure).toEqual(failure))
  vi.setSystemTime(START + 19_000)
  tell('monitoring', NEWS)
  expect(asked).toHaveLength(1)
  vi.setSystemTime(START + 20_000)
  tell('monitoring', NEWS)
  expect(asked).toHaveLength(2)
  stop()
})

test('V-283 the first conflicts are read anew when the queue has moved, and no more often than every three seconds', async () => {
  const ids = Array.from({ length: 9 }, (_, n) => `c${n}`)
  const row = (id: string) => ({ id, key: id }) as ConflictSummary
  const { asked, tell } = installBridge({
    'conflicts.list': () => ({ ok: true, value: { ids, matches: 9, groups: [] } }),
    'conflicts.rows': ({ ids: wanted }) => ({ ok: true, value: wanted.map((id) => (id === 'c1' ? null : row(id))) }),
  })
  const conflicts = useOpenConflicts()
  const stop = conflicts.watchNow()
  await vi.waitFor(() => expect(conflicts.first?.map(({ id }) => id)).toEqual(['c0', 'c2', 'c3', 'c4']))
  const lists = () => asked.filter(([name]) => name === 'conflicts.list').length
  tell('conflicts', {} as never)
  tell('monitoring', NEWS)
  expect(lists()).toBe(1)
  vi.setSystemTime(START + 3000)
  tell('monitoring', NEWS)
  expect(lists()).toBe(2)
  stop()
})
