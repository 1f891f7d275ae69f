import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AlertView, Severity } from '../../shared/contract.ts'
import type { AlertNotice } from './alert-notice.ts'
import { tellAlerts } from './tell-alerts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function firing(id: string, severity: Severity, rest: Partial<AlertView> = {}, firedAt = 1): AlertView {
  const condition = { kind: 'absence', series: 'a', windowMs: 1000 } as const
  const rule = { id, title: `It is ${id}`, severity, forMs: 0, condition }
  return { rule, state: { status: 'firing', since: 1, firedAt }, ...rest }
}

function teller(inFront = false) {
  const notices: AlertNotice[] = []
  const { moved } = tellAlerts({
    wanted: () => ({ critical: true, warning: true, info: false }),
    inFront: () => inFront,
    show: (notice) => notices.push(notice),
  })
  moved([])
  return { notices, moved }
}

test('V-221 an alert that fires is told once, and again when it fires anew', () => {
  const { notices, moved } = teller()
  moved([firing('hot', 'critical')])
  moved([firing('hot', 'critical')])
  vi.advanceTimersByTime(60_000)
  expect(notices).toEqual([{ title: 'Alert: critical', body: 'It is hot', alert: 'hot' }])
  moved([firing('hot', 'critical', {}, 2)])
  expect(notices).toHaveLength(2)
})

test('V-221 a storm is one notice, which leads to the worst', () => {
  const { notices, moved } = teller()
  moved([firing('first', 'warning')])
  const storm = ['a', 'b', 'c'].map((id) => firing(id, id === 'b' ? 'critical' : 'warning'))
  for (let count = 1; count <= 3; count++) moved([firing('first', 'warning'), ...storm.slice(0, count)])
  expect(notices).toHaveLength(1)
  vi.advanceTimersByTime(10_000)
  expect(notices.slice(1)).toEqual([{ title: '3 alerts fire', body: 'It is b (critical), and 2 more.', alert: 'b' }])
})

test('V-221 what is silenced, known of, not wanted or on screen is not told, nor what fired before the start', () => {
  const { notices, moved } = teller()
  const by = 'ann'
  const quiet = [
    firing('silenced', 'critical', { silence: { by, until: 9 } }),
    firing('known', 'critical', { acknowledged: { by, at: 1 } }),
    firing('info', 'info'),
  ]
  moved(quiet)
  const looking = teller(true)
  looking.moved([firing('hot', 'critical')])
  const late: AlertNotice[] = []
  const all = { critical: true, warning: true, info: true }
  tellAlerts({ wanted: () => all, inFront: () => false, show: (notice) => late.push(notice) }).moved([firing('hot', 'critical')])
  vi.advanceTimersByTime(60_000)
  expect([notices, looking.notices, late]).toEqual([[], [], []])
})

test('V-221 what is known of before its turn comes is not told', () => {
  const { notices, moved } = teller()
  moved([firing('first', 'warning')])
  moved([firing('first', 'warning'), firing('hot', 'critical')])
  moved([firing('first', 'warning'), firing('hot', 'critical', { acknowledged: { by: 'ann', at: 1 } })])
  vi.advanceTimersByTime(60_000)
  expect(notices).toHaveLength(1)
})
