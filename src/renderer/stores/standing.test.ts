import { expect, test, vi } from 'vitest'

import type { AlertView } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useAlerts } from './alerts.ts'
import { useStanding } from './standing.ts'

const alert: AlertView = {
  rule: { id: 'lag', title: 'Lag', severity: 'warning', forMs: 0, condition: { kind: 'absence', series: 'a', windowMs: 1000 } },
  state: { status: 'firing', since: 1, firedAt: 1 },
}
const news = (firing: number, acknowledged = 0) => ({ at: 1, firing, acknowledged })

test('V-280 alerts are listed when the view begins, and again only when they differ from what is told', async () => {
  let listed: readonly AlertView[] = []
  const { asked, tell } = installBridge({
    'alerts.list': () => ({ ok: true, value: listed }),
    'alerts.history': () => ({ ok: true, value: [] }),
  })
  const alerts = useAlerts()
  const stop = useStanding().watchNow()
  const lists = () => asked.filter(([name]) => name === 'alerts.list').length
  await vi.waitFor(() => expect(alerts.alerts).toEqual([]))
  tell('monitoring', news(0))
  expect(lists()).toBe(1)
  listed = [alert]
  tell('monitoring', news(1))
  await vi.waitFor(() => expect(alerts.alerts).toEqual([alert]))
  tell('monitoring', news(1))
  expect(lists()).toBe(2)
  stop()
  tell('monitoring', news(0))
  expect(lists()).toBe(2)
})

test('V-280 a list that could not be read is asked for again with the next look', async () => {
  let answer: () => { ok: true; value: [] } | { ok: false; error: typeof failure } = () => ({ ok: false, error: failure })
  const { tell } = installBridge({ 'alerts.list': () => answer(), 'alerts.history': () => ({ ok: true, value: [] }) })
  const alerts = useAlerts()
  const stop = useStanding().watchNow()
  await vi.waitFor(() => expect(alerts.failure).toEqual(failure))
  answer = () => ({ ok: true, value: [] })
  tell('monitoring', news(0))
  await vi.waitFor(() => expect(alerts.failure).toBeUndefined())
  stop()
})
