import { expect, test } from 'vitest'

import type { AlertEvent, AlertView, Result } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useAlerts } from './alerts.ts'
import { useToasts } from './toasts.ts'

function alert(id: string, acknowledged = false): AlertView {
  const condition = { kind: 'absence', series: 'a', windowMs: 1000 } as const
  return {
    rule: { id, title: id, severity: 'warning', forMs: 0, condition },
    state: { status: 'firing', since: 1, firedAt: 1 },
    ...(acknowledged ? { acknowledged: { by: 'ann', at: 1 } } : {}),
  }
}

const silent = { 'alerts.history': (): Result<readonly AlertEvent[]> => ({ ok: true, value: [] }) }

test('V-192 the first alert that nobody knows of is acknowledged, and the list is read anew', async () => {
  let listed = [alert('known', true), alert('new')]
  const { asked } = installBridge({
    ...silent,
    'alerts.list': () => ({ ok: true, value: listed }),
    'alerts.acknowledge': ({ id }) => {
      listed = [alert('known', true), alert(id, true)]
      return { ok: true, value: alert(id, true) }
    },
  })
  const store = useAlerts()
  await store.load()
  await store.acknowledgeFirst()
  await store.acknowledgeFirst()
  expect(asked.filter(([name]) => name === 'alerts.acknowledge')).toEqual([['alerts.acknowledge', { id: 'new' }]])
  expect(store.alerts?.every(({ acknowledged }) => acknowledged)).toBe(true)
})

test('V-192 what is refused is said', async () => {
  installBridge({
    ...silent,
    'alerts.list': () => ({ ok: true, value: [] }),
    'alerts.silence': () => ({ ok: false, error: failure }),
  })
  await useAlerts().silence('a', 1)
  expect(useToasts().shown).toMatchObject([{ tone: 'danger', text: failure.message }])
})

test('V-193 the badge follows news, and the list only while it is shown', () => {
  const { asked, tell } = installBridge({ ...silent, 'alerts.list': () => ({ ok: true, value: [] }) })
  const store = useAlerts()
  store.start()
  tell('monitoring', { at: 1, firing: 2, acknowledged: 0 })
  expect([store.firing, asked.length]).toEqual([2, 0])
  const stop = store.watchNow()
  tell('monitoring', { at: 2, firing: 2, acknowledged: 0 })
  expect(asked.map(([name]) => name)).toEqual(['alerts.list', 'alerts.history'])
  stop()
  tell('monitoring', { at: 3, firing: 0, acknowledged: 0 })
  expect([store.firing, asked.length]).toEqual([0, 2])
})
