import { expect, test } from 'vitest'
import { nextTick } from 'vue'

import { clientRow } from '../../../engine/testing/reference-hub.ts'
import type { ClientSummary } from '../../shared/contract.ts'
import { installBridge } from '../testing/bridge-double.ts'
import { useClientActs } from './client-acts.ts'
import { allClients, useClients } from './clients.ts'
import { useConnection } from './connection.ts'
import { useDemo } from './demo.ts'
import { useHub } from './hub.ts'
import { useToasts } from './toasts.ts'

const summary = (known: number, live = known): ClientSummary => ({
  known,
  byStatus: { live, 'catching-up': 0, draining: 0, offline: known - live },
  trouble: 0,
  pending: 0,
  deadLetters: 0,
  lag: 0,
  queuedBytes: 0,
  openConflicts: 0,
  bytesSent: 0,
  bytesSaved: 0,
  throughput: [],
})

/** A hub whose clients a test names, in the order of their names. */
async function withClients(...names: string[]) {
  let known = names
  const bridge = installBridge({
    'hub.state': () => ({ ok: true, value: { status: 'off' } }),
    'clients.summary': () => ({ ok: true, value: summary(known.length) }),
    'clients.list': () => ({ ok: true, value: { replicas: known.toSorted(), matches: known.length } }),
    'clients.rows': ({ replicas }) => ({
      ok: true,
      value: replicas.map((replica) => (known.includes(replica) ? clientRow(replica) : null)),
    }),
  })
  const clients = useClients()
  await useHub().start()
  await clients.open(allClients)
  clients.watchNow()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await nextTick()
  }
  await settle()
  const become = async (...next: string[]): Promise<void> => {
    known = next
    bridge.tell('clients', summary(next.length))
    await settle()
  }
  return { ...bridge, clients, become, settle }
}

test('V-143 newcomers come last while somebody works in the list, and are sorted in when asked', async () => {
  const { clients, become } = await withClients('b', 'd')
  await become('b', 'd', 'c')
  expect(clients.order).toEqual(['b', 'c', 'd'])
  clients.engaged = true
  await become('a', 'b', 'c', 'd')
  expect(clients.order).toEqual(['b', 'c', 'd', 'a'])
  expect(clients.displaced).toBe(4)
  const list = clients.dataset
  await clients.sortIn()
  expect(clients.order).toEqual(['a', 'b', 'c', 'd'])
  expect([clients.displaced, clients.dataset !== list]).toEqual([0, true])
})

test('V-143 one that was forgotten leaves its place empty while somebody works in the list', async () => {
  const { clients, become } = await withClients('a', 'b', 'c')
  clients.engaged = true
  await become('a', 'c')
  expect(await clients.read(0, 3)).toEqual([clientRow('a'), null, clientRow('c')])
})

test('V-143 figures that move ask for rows anew, and the list itself only when somebody came or went', async () => {
  const { clients, asked, tell, settle } = await withClients('a')
  const lists = (): number => asked.filter(([name]) => name === 'clients.list').length
  const before = { lists: lists(), revision: clients.revision }
  tell('clients', { ...summary(1), lag: 7 })
  await settle()
  expect([lists() - before.lists, clients.revision - before.revision]).toEqual([0, 1])
  await clients.open({ ...allClients, status: 'offline' })
  const filtered = lists()
  tell('clients', summary(1, 0))
  await settle()
  expect(lists() - filtered).toBe(1)
})

test('V-147 an act that cannot be undone says beforehand what happens, and afterwards whom it missed', async () => {
  const { asked } = installBridge({
    'clients.disconnect': () => ({ ok: true, value: { acted: 2, missed: ['Till 7'] } }),
  })
  const acts = useClientActs()
  acts.ask('disconnect', [clientRow('a'), clientRow('b'), clientRow('c', { name: 'Till 7' })])
  expect(acts.dialog).toMatchObject({ title: 'Disconnect 3 clients?', action: 'Disconnect 3 clients' })
  expect(acts.dialog?.consequence).toContain('connect again by themselves')
  expect(asked).toEqual([])
  await acts.perform()
  expect(asked).toEqual([['clients.disconnect', { replicas: ['a', 'b', 'c'] }]])
  expect(useToasts().shown[0]).toMatchObject({
    title: '2 clients disconnected',
    text: 'Missed Till 7: they had come or gone meanwhile.',
    tone: 'warn',
  })
  expect(acts.dialog).toBeUndefined()
})

test('V-141 whoever plugs a replica elsewhere is seen here', async () => {
  let offline = ['shop-01']
  const { tell } = installBridge({
    'demo.state': () => ({ ok: true, value: { status: 'off' } }),
    'demo.offline': () => ({ ok: true, value: offline }),
    'demo.set-online': () => ({ ok: true, value: [] }),
    'host.state': () => ({ ok: true, value: { status: 'open', dataDir: '' } }),
    'engine.overview': () => ({ ok: false, error: { code: 'E_TEST', message: '', details: {} } }),
  })
  const demo = useDemo()
  await useConnection().start()
  await demo.start()
  expect([...demo.offline]).toEqual(['shop-01'])
  offline = ['shop-02']
  tell('changes', {
    head: 1,
    notices: [{ seq: 1, key: 'demo/control', version: 1, kind: 'set', deleted: false, at: 0, actor: 'x' }],
    omitted: 0,
  })
  await nextTick()
  await nextTick()
  expect([...demo.offline]).toEqual(['shop-02'])
  await demo.setOnline(['shop-02'], true)
  expect(demo.offline.size).toBe(0)
})
