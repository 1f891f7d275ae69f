import { expect, test } from 'vitest'
import { staticTokens } from '../../adapters/static-tokens.ts'
import { operation, SyncWorld } from '../../testing/sync-fixture.ts'
import type { RawClient } from '../../testing/sync-fixture.ts'

const keysOf = (client: RawClient): readonly string[] =>
  client.of('changes').flatMap(({ changes }) => changes.map(({ key }) => key))

test('P-40 who does not say in five seconds who he is, or says anything else first, is closed with 4401', () => {
  const world = new SyncWorld()
  const silent = world.connect('silent')
  world.pass(4900)
  expect(silent.closing).toBeUndefined()
  world.pass(200)
  expect(silent.closing).toMatchObject({ code: 4401 })

  const hasty = world.connect('hasty')
  hasty.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', 1)] })
  world.pass(10)
  expect(hasty.error).toBe('E_UNAUTHENTICATED')
  expect(hasty.closing).toMatchObject({ code: 4401 })
  expect(world.hub.storage.head().seq).toBe(0)
})

test.each([
  ['a wrong token', { token: 'guess' }, 4401, 'E_UNAUTHENTICATED'],
  ['no token', {}, 4401, 'E_UNAUTHENTICATED'],
  ['another hub', { token: 'good', hub: 'elsewhere', epoch: 1 }, 4410, 'E_OTHER_HUB'],
  ['protocol 99', { token: 'good', protocol: 99 }, 4400, 'E_VERSION'],
])('P-40 %s is refused with its close code', (_what, hello, code, error) => {
  const world = new SyncWorld({ authenticator: staticTokens({ good: { name: 'shop' } }) })
  const client = world.connect()
  client.hello(hello)
  world.pass(10)
  expect(client.error).toBe(error)
  expect(client.closing).toMatchObject({ code })
})

test('P-40 a replica that knows a later position or another epoch has to be reconciled, and one of somebody else stays out', () => {
  const world = new SyncWorld({ authenticator: staticTokens({ a: { name: 'a' }, b: { name: 'b' } }) })
  const { storeId } = world.hub.storage
  const ahead = world.connect('ahead')
  ahead.hello({ token: 'a', hub: storeId, epoch: 1, since: 5 })
  const restored = world.connect('restored')
  restored.hello({ token: 'a', hub: storeId, epoch: 2, since: 0 })
  world.pass(10)
  expect([ahead.closing?.code, restored.closing?.code]).toEqual([4410, 4410])

  const owner = world.connect('owner')
  owner.hello({ token: 'a', replica: 'mine' })
  world.pass(10)
  const thief = world.connect('thief')
  thief.hello({ token: 'b', replica: 'mine' })
  world.pass(10)
  expect(thief.closing).toMatchObject({ code: 4403 })
  expect(owner.closing).toBeUndefined()
})

test('P-41 one changed field of a document of 100 kB costs hundreds of bytes', () => {
  const world = new SyncWorld()
  const large = { title: 'a', paragraphs: Array.from({ length: 1000 }, (_, index) => ({ id: index, text: 'x'.repeat(90) })) }
  world.hub.state.setState('doc', large)
  const client = world.connect()
  client.hello()
  world.pass(10)
  world.hub.state.setState('doc', { ...large, title: 'b' })
  world.pass(10)
  const [frame] = client.of('changes')
  expect(frame?.changes).toMatchObject([{ version: 2, base: 1, delta: { title: 'b' } }])
  expect(JSON.stringify(frame).length).toBeLessThan(500)
})

test('P-42 readers of the same patterns are sent the very same text', () => {
  const world = new SyncWorld()
  const sent = new Set<unknown>()
  const { stringify } = JSON
  const clients = Array.from({ length: 20 }, (_, index) => {
    const client = world.connect(`raw-${index}`)
    client.hello({ replica: `raw-${index}` })
    return client
  })
  world.pass(10)
  let encoded = 0
  JSON.stringify = (value: unknown, ...rest: never[]) => {
    if (typeof value === 'object' && value !== null && 'opId' in value) encoded++
    sent.add(value)
    return stringify(value, ...rest)
  }
  try {
    world.hub.state.setState('k', 1)
    world.pass(10)
  } finally {
    JSON.stringify = stringify
  }
  expect(encoded).toBe(1)
  for (const client of clients) expect(keysOf(client)).toEqual(['k'])
})

test('P-43 a slow reader costs no memory: when there is room again he is told what the keys are now', () => {
  const world = new SyncWorld({ settings: { highWaterBytes: 2000 } })
  const client = world.connect('snail')
  client.hello()
  world.pass(10)
  world.network.slow('snail')
  for (let round = 0; round < 500; round++) {
    world.hub.state.setState(`k/${round % 5}`, { round, filler: 'x'.repeat(100) })
    world.pass(2)
  }
  const queued = world.hub.hub.client('raw-1')?.queuedBytes ?? 0
  expect(queued).toBeGreaterThan(0)
  expect(queued).toBeLessThan(5000)
  world.network.heal('snail')
  world.pass(100)
  const last = new Map(client.of('changes').flatMap(({ changes }) => changes.map(({ key, version }) => [key, version])))
  expect([...last.values()]).toEqual([100, 100, 100, 100, 100])
})

test('P-44 frames join without a gap, and a reader goes on in the middle of a batch', () => {
  const world = new SyncWorld()
  world.hub.state.batch(Array.from({ length: 6 }, (_, index) => ({ key: `k/${index}`, value: index })))
  world.hub.state.setState('k/9', 9)
  const client = world.connect()
  client.hello({ hub: world.hub.storage.storeId, epoch: 1, since: 3, covered: ['**'] })
  world.pass(10)
  world.hub.state.setState('k/10', 10)
  world.pass(10)
  expect(client.of('welcome')).toMatchObject([{ resume: 'log', head: 7 }])
  expect(keysOf(client)).toEqual(['k/3', 'k/4', 'k/5', 'k/9', 'k/10'])
  const spans = client.of('changes').map(({ from, to }) => [from, to])
  expect(spans[0]?.[0]).toBe(3)
  for (const [index, [from]] of spans.entries()) if (index > 0) expect(from).toBe(spans[index - 1]?.[1])
})

test('P-44 below the horizon a reader is sent documents first, then changes', () => {
  const world = new SyncWorld()
  for (let round = 0; round < 10; round++) world.hub.state.setState(`k/${round}`, round)
  world.pass(10_000)
  for (const _ of world.hub.storage.compact({ before: world.time.now() - 1000 }));
  const client = world.connect()
  client.hello({ hub: world.hub.storage.storeId, epoch: 1, since: 3, covered: ['**'] })
  world.pass(10)
  expect(client.of('welcome')).toMatchObject([{ resume: 'snapshot' }])
  expect(client.of('snapshot').flatMap(({ documents }) => documents)).toHaveLength(10)
  world.hub.state.setState('k/0', 'news')
  world.pass(10)
  expect(keysOf(client)).toEqual(['k/0'])
})

test('P-45 who is far behind is told each key once, as it is now', () => {
  const world = new SyncWorld()
  for (let round = 0; round < 300; round++) world.hub.state.setState(`k/${round % 3}`, round)
  world.restartHub()
  const client = world.connect()
  client.hello({ hub: world.hub.storage.storeId, epoch: 1, since: 0, covered: ['**'] })
  world.pass(10)
  expect(client.of('changes').flatMap(({ changes }) => changes.map(({ value }) => value))).toEqual([297, 298, 299])
})

test('P-46 a snapshot comes in pages in the order of the keys, and goes on where it was broken off', () => {
  const world = new SyncWorld()
  for (let index = 0; index < 1200; index++) world.hub.state.setState(`k/${String(index).padStart(4, '0')}`, index)
  const client = world.connect()
  client.hello()
  world.pass(50)
  const pages = client.of('snapshot')
  expect(pages.map(({ documents }) => documents.length)).toEqual([500, 500, 200])
  expect(pages.map(({ after, upTo }) => [after, upTo])).toEqual([
    [undefined, 'k/0499'],
    ['k/0499', 'k/0999'],
    ['k/0999', undefined],
  ])
  const { at } = pages[0] as { at: number }
  const again = world.connect('again')
  again.hello({ replica: 'raw-2', hub: world.hub.storage.storeId, epoch: 1, since: at, snapshotAfter: 'k/0999' })
  world.pass(50)
  expect(again.of('snapshot').map(({ documents }) => documents.length)).toEqual([200])
})

test('P-47 the digest of a subscription is that of its documents, whatever the order in which they came about', () => {
  const digestOf = (write: (set: (key: string, value: number) => void) => void): unknown => {
    const world = new SyncWorld()
    const client = world.connect()
    client.hello({ patterns: ['a/**'] })
    world.pass(10)
    client.send({ type: 'ask-digest', id: 1 })
    world.pass(10)
    write((key, value) => void world.hub.state.setState(key, value))
    client.send({ type: 'ask-digest', id: 2 })
    world.pass(10)
    expect(client.of('digest')[0]).toMatchObject({ count: 0 })
    return client.of('digest').at(-1)?.digest
  }
  const one = digestOf((set) => [set('a/1', 1), set('a/2', 2), set('b/1', 1)])
  const other = digestOf((set) => [set('a/2', 2), set('b/9', 5), set('a/1', 1)])
  const different = digestOf((set) => [set('a/2', 2), set('a/1', 7)])
  expect(one).toBe(other)
  expect(different).not.toBe(one)
})

test('P-48 patterns change while live: what comes into sight is sent, then its changes follow', () => {
  const world = new SyncWorld()
  world.hub.state.setState('a/1', 1)
  world.hub.state.setState('b/1', 1)
  const client = world.connect()
  client.hello({ patterns: ['a/*'] })
  world.pass(10)
  client.send({ type: 'subscribe', id: 1, patterns: ['a/*', 'b/*'] })
  world.pass(10)
  expect(client.of('snapshot').map(({ documents }) => documents.map(({ key }) => key))).toEqual([['a/1'], ['b/1']])
  world.hub.state.setState('b/1', 2)
  world.pass(10)
  expect(keysOf(client)).toEqual(['b/1'])
})

test('P-49 a peer that stays silent is asked, and is gone after another heartbeat', () => {
  const world = new SyncWorld()
  const client = world.connect()
  client.hello()
  world.pass(10)
  world.pass(16_000)
  expect(client.of('ping').length).toBeGreaterThan(1)
  expect(client.closing).toBeUndefined()
  world.pass(30_000)
  expect(client.closing).toBeDefined()
  expect(world.hub.hub.client('raw-1')).toMatchObject({ status: 'offline' })
})

test('P-50 a replica has one connection: the newer one counts', () => {
  const world = new SyncWorld()
  const first = world.connect('first')
  first.hello()
  world.pass(10)
  const second = world.connect('second')
  second.hello()
  world.pass(10)
  expect(first.closing).toMatchObject({ code: 4409 })
  expect(world.hub.hub.client('raw-1')).toMatchObject({ status: 'live' })
  expect(world.hub.hub.statistics().sessions).toBe(1)
})

test('P-51 a reader is sent what its identity may read, whatever it asks for', () => {
  const authenticator = { authenticate: () => ({ name: 'till', patterns: ['till/**'] }) }
  const world = new SyncWorld({ authenticator })
  world.hub.state.setState('till/1', 1)
  world.hub.state.setState('office/salaries', 'secret')
  const client = world.connect()
  client.hello({ patterns: ['**'] })
  world.pass(10)
  client.send({ type: 'fetch', id: 1, keys: ['till/1', 'office/salaries'] })
  client.send({ type: 'compare', id: 2 })
  client.send({ type: 'subscribe', id: 3, patterns: ['office/**'] })
  client.send({ type: 'ask-digest', id: 4 })
  world.hub.state.setState('office/salaries', 'another secret')
  world.pass(50)
  expect(JSON.stringify(client.frames)).not.toContain('secret')
  expect(client.of('documents')).toMatchObject([{ missing: ['office/salaries'] }])
  expect(client.of('listing')).toMatchObject([{ documents: [['till/1', 1, expect.any(String)]] }])
  expect(client.of('digest')).toMatchObject([{ count: 0 }])
})

test('P-52 a flood of pushes that do not wait for answers is closed with 1008, and ten bad frames with 4400', () => {
  const world = new SyncWorld()
  const flood = world.connect('flood')
  flood.hello({ replica: 'flood' })
  world.pass(10)
  const bulk = world.hub.state.beginBulk()
  for (let id = 1; id <= 65; id++) flood.send({ type: 'push', id, operations: [operation(`f-${id}`, 'k', id)] })
  world.pass(10)
  bulk.abandon()
  expect(flood.closing).toMatchObject({ code: 1008 })

  const babble = world.connect('babble')
  babble.hello({ replica: 'babble' })
  world.pass(10)
  for (let count = 0; count < 9; count++) babble.sendText('no frame')
  world.pass(10)
  expect(babble.of('error')).toHaveLength(9)
  expect(babble.closing).toBeUndefined()
  babble.sendText('[]')
  world.pass(10)
  expect(babble.closing).toMatchObject({ code: 4400 })
})

test('P-53 what is known of replicas outlives a restart of the hub', () => {
  const world = new SyncWorld()
  const shop = world.join('shop-1')
  world.pass(1000)
  shop.state.setState('k', 1)
  world.pass(2000)
  shop.replica.close()
  world.pass(2000)
  const before = world.hub.hub.client(shop.storage.storeId)
  world.restartHub()
  expect(world.hub.hub.client(shop.storage.storeId)).toMatchObject({
    name: 'shop-1',
    status: 'offline',
    appliedSeq: 1,
    identity: 'shop',
  })
  expect(before?.lastSeenAt).toBe(world.hub.hub.client(shop.storage.storeId)?.lastSeenAt)
})
