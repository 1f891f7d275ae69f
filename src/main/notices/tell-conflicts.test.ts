import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { QueueSummary } from '../../shared/contract.ts'
import { conflictNotice, type Notice } from './conflict-notice.ts'
import { tellConflicts } from './tell-conflicts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function queue(byPriority: Partial<QueueSummary['byPriority']>): QueueSummary {
  const all = { critical: 0, high: 0, normal: 0, low: 0, ...byPriority }
  const waiting = all.critical + all.high + all.normal + all.low
  return { waiting, byPriority: all, byState: { open: waiting, claimed: 0, snoozed: 0 }, overdue: 0, oldestAt: null }
}

function teller(inFront = false) {
  const notices: Notice[] = []
  const badges: number[] = []
  const { moved } = tellConflicts({
    wanted: () => 'urgent',
    inFront: () => inFront,
    show: (notice) => notices.push(notice),
    badge: (count) => badges.push(count),
  })
  return { notices, badges, moved }
}

test('V-164 what the operator wants to hear of is told by priority, with what waits in all', () => {
  const before = queue({ normal: 3 })
  expect(conflictNotice(before, queue({ critical: 1, normal: 5 }), 'urgent')).toEqual({
    title: 'A new conflict waits for a decision',
    body: '1 critical. 6 wait in all.',
  })
  expect(conflictNotice(before, queue({ critical: 1, normal: 5 }), 'all')).toEqual({
    title: '3 new conflicts wait for a decision',
    body: '1 critical, 2 normal. 6 wait in all.',
  })
  expect(conflictNotice(before, queue({ normal: 5 }), 'urgent')).toBeUndefined()
  expect(conflictNotice(before, queue({ critical: 9 }), 'none')).toBeUndefined()
})

test('V-164 what was settled is no news, even where something else came', () => {
  expect(conflictNotice(queue({ critical: 2 }), queue({ critical: 1, high: 1 }), 'urgent')?.body).toBe('1 high. 2 wait in all.')
})

test('V-164 conflicts of one moment are one notice, what waited at the start is none, and the badge counts all', () => {
  const { notices, badges, moved } = teller()
  moved(queue({ critical: 4 }))
  expect(notices).toEqual([])
  moved(queue({ critical: 5 }))
  moved(queue({ critical: 6 }))
  moved(queue({ critical: 7, low: 2 }))
  expect(notices).toHaveLength(1)
  vi.advanceTimersByTime(10_000)
  expect(notices[1]?.title).toBe('2 new conflicts wait for a decision')
  vi.advanceTimersByTime(60_000)
  expect(notices).toHaveLength(2)
  expect(badges).toEqual([4, 5, 6, 9])
})

test('V-164 nobody who looks at the console is told what is on screen', () => {
  const { notices, moved } = teller(true)
  moved(queue({}))
  moved(queue({ critical: 5 }))
  vi.advanceTimersByTime(60_000)
  expect(notices).toEqual([])
})
