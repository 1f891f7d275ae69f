import { expect, test } from 'vitest'
import type { Operation } from '../../core/protocol/frames.ts'
import { operation, SyncWorld } from '../../testing/sync-fixture.ts'
import type { RawClient } from '../../testing/sync-fixture.ts'

/** A hub in its second life, which began after its second change. */
function secondLife(): SyncWorld {
  const world = new SyncWorld()
  world.hub.state.setState('a', { n: 1 })
  world.hub.state.setState('b', { n: 1 })
  world.hub.storage.beginLife(2)
  world.hub.state.setState('a', { n: 3 })
  return world
}

const FIRST = { epoch: 1, since: 0 }
const BOTH = [FIRST, { epoch: 2, since: 2 }]

function returning(world: SyncWorld, client: RawClient, ...operations: readonly Operation[]): void {
  client.send({ type: 'push', id: 1, operations })
  world.pass(20)
}

test('P-140 who tells the lives that he knows is told those that there are, and goes on from what both share', () => {
  const world = secondLife()
  const { storeId } = world.hub.storage
  const client = world.connect()
  client.hello({ hub: storeId, epoch: 1, since: 9, covered: ['**'], lives: [FIRST] })
  world.pass(20)
  expect(client.of('welcome')).toMatchObject([{ epoch: 2, lives: BOTH, resume: 'log' }])
  expect(client.of('changes').map(({ from, to }) => [from, to])).toEqual([[2, 3]])
  const stranger = world.connect('stranger')
  stranger.hello({ replica: 'raw-2', hub: storeId, epoch: 2, since: 3, covered: ['**'] })
  world.pass(20)
  expect(stranger.of('welcome')).toHaveLength(1)
  expect(stranger.of('welcome')[0]).not.toHaveProperty('lives')
})

test.each([
  ['does not tell its lives', { epoch: 1, since: 1 }],
  ['knows a later life', { epoch: 3, since: 1, lives: [...BOTH, { epoch: 3, since: 2 }] }],
  ['has no life in common', { epoch: 1, since: 1, lives: [{ epoch: 1, since: 7 }] }],
  ['knows a later position of this life', { epoch: 2, since: 4, lives: BOTH }],
])('P-40 P-140 a replica that %s is refused', (_what, hello) => {
  const world = secondLife()
  const client = world.connect()
  client.hello({ hub: world.hub.storage.storeId, covered: ['**'], ...hello })
  world.pass(20)
  expect(client.error).toBe('E_EPOCH')
  expect(client.closing).toMatchObject({ code: 4410 })
})

test('P-33 P-140 lives and marks of another shape are refused, the operation alone', () => {
  const world = secondLife()
  const client = world.connect()
  client.hello({ lives: [{ epoch: -1, since: 0 }] })
  world.pass(20)
  expect(client.error).toBe('E_TYPE')
  const many = world.connect('many')
  many.hello({ lives: Array.from({ length: 65 }, (_, since) => ({ epoch: since + 1, since })) })
  world.pass(20)
  expect(many.error).toBe('E_LIMIT')
  const author = world.connect('author')
  author.hello()
  world.pass(20)
  const wrong = { was: 'acknowledged' } as unknown as NonNullable<Operation['restored']>
  const other = { was: 'forgotten', since: 1 } as unknown as NonNullable<Operation['restored']>
  returning(
    world,
    author,
    operation('x-1', 'c', 1, { restored: wrong }),
    operation('x-2', 'c', 1, { restored: other }),
    operation('x-3', 'd', 1),
  )
  expect(author.answers).toMatchObject([
    { opId: 'x-1', status: 'rejected', code: 'E_TYPE' },
    { opId: 'x-2', status: 'rejected', code: 'E_TYPE' },
    { opId: 'x-3', status: 'committed' },
  ])
})

test('P-144 what an earlier life had taken in is kept on what both share, whatever would be merged, and answered alike again', () => {
  const world = secondLife()
  const client = world.connect()
  client.hello()
  world.pass(20)
  const restored = { was: 'acknowledged', since: 2 } as const
  const operations = [
    operation('r-1', 'a', { n: 1, m: 2 }, { restored }),
    operation('r-2', 'b', { n: 1 }, { restored }),
    operation('r-3', 'b', undefined, { restored }),
    operation('r-4', 'new', { n: 1 }, { restored: { was: 'acknowledged', since: 900 } }),
  ]
  returning(world, client, ...operations)
  returning(world, client, ...operations)
  const once = [
    { opId: 'r-1', status: 'conflict', conflict: 'c-r-1', reason: 'RESTORED', seq: 3 },
    { opId: 'r-2', status: 'committed', version: 1, seq: 2 },
    { opId: 'r-3', status: 'conflict', conflict: 'c-r-3', reason: 'RESTORED', seq: 3 },
    { opId: 'r-4', status: 'conflict', conflict: 'c-r-4', reason: 'RESTORED', seq: 3 },
  ]
  expect(client.answers.map(({ opId, status }) => [opId, status])).toEqual(
    [...once, ...once].map(({ opId, status }) => [opId, status]),
  )
  expect(client.answers.slice(0, 4)).toEqual(once)
  const view = world.hub.queue.view('c-r-1')
  expect([view.base?.value, view.base?.version, view.local.value, view.remote.value]).toEqual([
    { n: 1 },
    1,
    { n: 3 },
    { n: 1, m: 2 },
  ])
  expect(view.changes).toMatchObject([
    { path: '/m', outcome: 'proposal' },
    { path: '/n', outcome: 'ours' },
  ])
  expect(world.hub.storage.head().seq).toBe(3)
})

test('P-144 a base that compaction has let go of is no base, and the write is kept all the same', () => {
  const world = secondLife()
  world.pass(1000)
  world.hub.state.setState('a', { n: 4 })
  world.pass(1000)
  for (const _ of world.hub.storage.compact({ before: world.time.now() }));
  const client = world.connect()
  client.hello()
  world.pass(20)
  returning(world, client, operation('r-1', 'a', { n: 2 }, { restored: { was: 'acknowledged', since: 1 } }))
  expect(client.answers).toMatchObject([{ status: 'conflict', reason: 'RESTORED' }])
  expect(world.hub.queue.view('c-r-1').base).toBeUndefined()
})

test('P-145 an edit that says what its author saw is merged, or kept with the reason', () => {
  const world = secondLife()
  const client = world.connect()
  client.hello()
  world.pass(20)
  const restored = { was: 'pending' } as const
  returning(
    world,
    client,
    operation('p-1', 'a', { n: 2, m: 1 }, { seen: { value: { n: 2 } }, restored }),
    operation('p-2', 'b', { n: 5 }, { seen: { value: { n: 4 } }, restored }),
  )
  expect(client.answers).toMatchObject([
    { opId: 'p-1', status: 'merged' },
    { opId: 'p-2', status: 'conflict', reason: 'RESTORED' },
  ])
  expect(world.hub.state.getState('a')).toEqual({ n: 3, m: 1 })
})
