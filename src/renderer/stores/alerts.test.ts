import { expect, test } from 'vitest'

import type { AlertEvent, AlertView, Result } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useAlertActs } from './alert-acts.ts'
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

test('V-192, V-216 keys act on the chosen alert, and the first is chosen when the view opens', async () => {
  let listed = [alert('one'), alert('other')]
  const { asked } = installBridge({
    ...silent,
    'alerts.list': () => ({ ok: true, value: listed }),
    'alerts.acknowledge': ({ id }) => {
      listed = listed.map((each) => (each.rule.id === id ? alert(id, true) : each))
      return { ok: true, value: alert(id, true) }
    },
  })
  const store = useAlerts()
  const acts = useAlertActs()
  const acknowledgeChosen = async (): Promise<void> => {
    if (store.active) await acts.acknowledge(store.active)
  }
  store.begin()
  await store.load()
  expect(store.chosen).toBe('one')
  store.move(1)
  await acknowledgeChosen()
  await acknowledgeChosen()
  expect(asked.filter(([name]) => name === 'alerts.acknowledge')).toEqual([['alerts.acknowledge', { id: 'other' }]])
})

test('V-216 an alert that changes its place stays the chosen one', () => {
  installBridge(silent)
  const store = useAlerts()
  const quiet: AlertView = { ...alert('quiet'), state: { status: 'inactive' } }
  store.show([alert('loud'), quiet])
  store.move(1)
  store.show([{ ...alert('loud'), state: { status: 'inactive' } }, alert('quiet')])
  expect([store.chosen, store.alerts?.[0]?.rule.id]).toEqual(['quiet', 'quiet'])
  store.move(Infinity)
  expect(store.chosen).toBe('loud')
})

test('V-192 a note goes with what is acknowledged, and an empty one does not', async () => {
  const { asked } = installBridge({
    ...silent,
    'alerts.list': () => ({ ok: true, value: [alert('a')] }),
    'alerts.acknowledge': () => ({ ok: true, value: alert('a', true) }),
  })
  const acts = useAlertActs()
  for (const note of [' I am on it ', '  ']) {
    acts.askNote(alert('a'))
    await acts.acknowledgeWith(note)
  }
  expect(asked.flatMap(([name, input]) => (name === 'alerts.acknowledge' ? [input] : []))).toEqual([
    { id: 'a', note: 'I am on it' },
    { id: 'a' },
  ])
  expect(acts.noting).toBeUndefined()
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
