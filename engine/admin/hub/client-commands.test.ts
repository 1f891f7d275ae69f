import { expect, test } from 'vitest'
import { createAdminFixture, type AdminFixture } from '../../testing/admin-fixture.ts'
import { clientView, createReferenceHub, type ReferenceHub } from '../../testing/reference-hub.ts'

function withHub(): { readonly hub: ReferenceHub; readonly call: AdminFixture['call'] } {
  const hub = createReferenceHub()
  return { hub, call: createAdminFixture({ hub }).call }
}

const byName = { sort: 'name', descending: false } as const

test('V-130 an engine without a hub says so, and a viewer may look and not act', async () => {
  const viewer = { actor: 'vic', access: ['read'] } as const
  await expect(createAdminFixture().call('clients.list', byName)).rejects.toEqual(expect.objectContaining({ code: 'E_NO_HUB' }))
  const { hub, call } = withHub()
  hub.put(clientView('a'))
  expect(await call('clients.list', byName, viewer)).toEqual({ replicas: ['a'], matches: 1 })
  const acts = [
    call('clients.disconnect', { replicas: ['a'] }, viewer),
    call('clients.drain', { replicas: ['a'] }, viewer),
    call('hub.listen', { port: 1 }, viewer),
    call('hub.stop', {}, viewer),
    // The token lets apps in: it is no one's who may only look.
    call('hub.connection', {}, viewer),
  ]
  for (const act of acts) await expect(act).rejects.toEqual(expect.objectContaining({ code: 'E_FORBIDDEN' }))
})

test('V-131 clients are listed by name as people count, equal ones by id, and by their figures', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('id-3', { name: 'shop-10', lag: 5 }))
  hub.put(clientView('id-2', { name: 'shop-2', lag: 7 }))
  hub.put(clientView('id-9', { name: 'Shop-2', lag: 0 }))
  hub.put(clientView('id-1', { name: 'shop-2', lag: 7 }))
  const listed = async (query: object): Promise<readonly string[]> => (await call('clients.list', { ...byName, ...query })).replicas
  expect(await listed({})).toEqual(['id-1', 'id-2', 'id-9', 'id-3'])
  expect(await listed({ descending: true })).toEqual(['id-3', 'id-1', 'id-2', 'id-9'])
  expect(await listed({ sort: 'lag', descending: true })).toEqual(['id-1', 'id-2', 'id-3', 'id-9'])
})

test('V-131 a list is narrowed by text and by status, trouble included', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('a', { name: 'Till 7', address: '10.0.0.7:1' }))
  hub.put(clientView('b', { status: 'offline', identity: 'svc-Till' }))
  hub.put(clientView('c', { deadLetters: 2 }))
  hub.put(clientView('d', { status: 'offline', lastError: { code: 'E_SCHEMA', message: 'No.', at: 0 } }))
  const listed = async (query: object): Promise<readonly string[]> => (await call('clients.list', { ...byName, ...query })).replicas
  expect(await listed({ text: ' till ' })).toEqual(['b', 'a'])
  expect(await listed({ text: '10.0.0' })).toEqual(['a'])
  expect(await listed({ status: 'offline' })).toEqual(['b', 'd'])
  expect(await listed({ status: 'trouble' })).toEqual(['c', 'd'])
  expect(await listed({ status: 'offline', text: 'till' })).toEqual(['b'])
})

test('V-131 rows come by id, null for one that was forgotten, and count patterns in place of naming them', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('a', { patterns: ['a/**', 'b/**'], identity: 'demo' }))
  hub.put(clientView('b', { name: 'demo-controller', identity: 'demo' }))
  const [row, gone, controller] = await call('clients.rows', { replicas: ['a', 'x', 'b'] })
  expect(row).toMatchObject({ replica: 'a', patternCount: 2, demo: true })
  expect(row).not.toHaveProperty('patterns')
  expect(gone).toBeNull()
  // Whoever takes the orders can not be unplugged.
  expect(controller).toMatchObject({ demo: false })
})

test('V-132 all clients in a few figures: whoever is away is behind by nature', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('a', { lag: 4, pending: { critical: 1, high: 2, normal: 3, low: 4 }, throughput: [1, 2] }))
  hub.put(clientView('b', { lag: 2, status: 'catching-up', deadLetters: 1, throughput: [10, 20] }))
  hub.put(clientView('c', { lag: 900, status: 'offline', throughput: [7, 7] }))
  expect(await call('clients.summary', {})).toEqual({
    known: 3,
    byStatus: { live: 1, 'catching-up': 1, draining: 0, offline: 1 },
    trouble: 1,
    pending: 10,
    deadLetters: 1,
    lag: 4,
    queuedBytes: 0,
    openConflicts: 3,
    bytesSent: 1000,
    bytesSaved: 9000,
    throughput: [11, 22],
  })
})

test('V-133 an act on several clients does what it can, and names those that it missed', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('a'))
  hub.put(clientView('b', { name: 'Till 7', status: 'offline' }))
  hub.put(clientView('c'))
  expect(await call('clients.drain', { replicas: ['a', 'b', 'c', 'a'] })).toEqual({ acted: 2, missed: ['Till 7'] })
  expect(await call('clients.disconnect', { replicas: ['a', 'x'] })).toEqual({ acted: 1, missed: ['x'] })
  expect(await call('clients.forget', { replicas: ['b', 'c'] })).toEqual({ acted: 1, missed: ['c'] })
  expect(hub.acts).toEqual(['drain a', 'drain c', 'disconnect a', 'forget b'])
})

test('V-134 a client is asked for what it holds; one that is away is shown as it was last', async () => {
  const { hub, call } = withHub()
  hub.put(clientView('a', { patterns: Array.from({ length: 3000 }, (_, index) => `k/${index}`) }))
  hub.put(clientView('b', { status: 'offline' }))
  const here = await call('clients.inspect', { replica: 'a' })
  expect(here.report).toMatchObject({ state: 'SYNCED' })
  expect([here.client.patternCount, here.patterns.length]).toEqual([3000, 1000])
  expect(await call('clients.inspect', { replica: 'b' })).not.toHaveProperty('report')
  await expect(call('clients.inspect', { replica: 'x' })).rejects.toEqual(expect.objectContaining({ code: 'E_CLIENT_UNKNOWN' }))
})

test('V-135 the hub is told where to listen, and its state is told', async () => {
  const hub = createReferenceHub()
  const { call, admin } = createAdminFixture({ hub })
  const told: string[] = []
  const stop = admin.on('hub', ({ status }) => told.push(status))
  expect(await call('hub.state', {})).toEqual({ status: 'off' })
  expect(await call('hub.listen', { port: 7420 })).toMatchObject({ status: 'listening', url: 'ws://127.0.0.1:7420' })
  expect(await call('hub.connection', {})).toEqual({ url: 'ws://127.0.0.1:7420', token: 'secret' })
  expect(await call('hub.stop', {})).toEqual({ status: 'off' })
  expect(told).toEqual(['listening', 'off'])
  stop()
  await call('hub.listen', { port: 7420 })
  expect(told).toHaveLength(2)
  await expect(call('hub.listen', { port: 65_536 })).rejects.toEqual(expect.objectContaining({ code: 'E_SCHEMA' }))
})
