import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { clientRow } from '../../../engine/testing/reference-hub.ts'
import type { ConflictAnalytics, QueueSummary } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useConflictAnalytics } from './conflict-analytics.ts'

const empty: ConflictAnalytics = {
  looked: 0,
  truncated: false,
  byReason: {},
  byStrategy: {},
  hotFields: [],
  hotReplicas: [],
  timeToResolve: { p50Ms: 0, p95Ms: 0 },
  acceptance: [],
  timeline: [],
}
const queue: QueueSummary = {
  waiting: 3,
  byPriority: { critical: 0, high: 0, normal: 3, low: 0 },
  byState: { open: 3, claimed: 0, snoozed: 0 },
  overdue: 0,
  oldestAt: 1,
}

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000_000 }))
afterEach(() => void vi.useRealTimers())

test('V-180 another span asks for itself, and an answer for the one before is dropped', async () => {
  const answers: (() => void)[] = []
  const { asked } = installBridge({
    'conflicts.summary': () => ({ ok: true, value: queue }),
    'conflicts.analytics': ({ slices }) =>
      new Promise((done) => answers.push(() => done({ ok: true, value: { ...empty, looked: slices } }))),
  })
  const analytics = useConflictAnalytics()
  const first = analytics.load()
  const second = analytics.show('hour')
  const [, hour] = asked.findLast(([name]) => name === 'conflicts.analytics') ?? []
  const { from, to, slices } = hour as { readonly from: number; readonly to: number; readonly slices: number }
  expect([to - from, slices, to > 1_000_000_000_000]).toEqual([3_600_000, 30, true])
  answers.toReversed().forEach((answer) => answer())
  await Promise.all([first, second])
  expect([analytics.analytics?.looked, analytics.queue?.waiting, analytics.busy]).toEqual([30, 3, false])
})

test('V-181 charts follow the queue while they are shown, without asking at its pace', async () => {
  const { asked, tell } = installBridge({
    'conflicts.summary': () => ({ ok: true, value: queue }),
    'conflicts.analytics': () => ({ ok: true, value: empty }),
  })
  const count = (): number => asked.filter(([name]) => name === 'conflicts.analytics').length
  const stop = useConflictAnalytics().watchNow()
  for (let tick = 0; tick < 40; tick++) {
    tell('conflicts', queue)
    await vi.advanceTimersByTimeAsync(250)
  }
  expect(count()).toBe(3)
  stop()
  tell('conflicts', queue)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(count()).toBe(3)
})

test('V-180 what can not be read is a failure, and the figures that were read stay', async () => {
  let fails = false
  installBridge({
    'conflicts.summary': () => ({ ok: true, value: queue }),
    'conflicts.analytics': () => (fails ? { ok: false, error: failure } : { ok: true, value: { ...empty, looked: 7 } }),
  })
  const analytics = useConflictAnalytics()
  expect(analytics.loading).toBe(true)
  await analytics.load()
  fails = true
  await analytics.load()
  expect([analytics.failure, analytics.analytics?.looked, analytics.loading]).toEqual([failure, 7, false])
})

test('V-183 replicas are called by their names, and by their ids where nobody knows these', async () => {
  const hotReplicas = [
    { replica: 'r-1', count: 3 },
    { replica: 'r-2', count: 1 },
  ]
  let known = true
  installBridge({
    'conflicts.summary': () => ({ ok: true, value: queue }),
    'conflicts.analytics': () => ({ ok: true, value: { ...empty, hotReplicas } }),
    'clients.rows': () =>
      known ? { ok: true, value: [clientRow('r-1', { name: 'Till 7' }), null] } : { ok: false, error: failure },
  })
  const analytics = useConflictAnalytics()
  await analytics.load()
  expect([...analytics.names]).toEqual([['r-1', 'Till 7']])
  known = false
  await analytics.load()
  expect([...analytics.names]).toEqual([['r-1', 'Till 7']])
})
