import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'

function keysInOrder(world: SyncWorld): readonly string[] {
  return world.hub.storage.log({ after: 0, limit: 1000 }).map(({ key }) => key)
}

test('P-61 what was written offline goes out after a restart, oldest first, once', async () => {
  const world = new SyncWorld()
  world.network.partition('a')
  const a = world.join('a')
  for (const key of ['z', 'b', 'm']) {
    a.state.setState(key, 1)
    world.pass(10)
  }
  a.state.setState('b', 2)
  a.replica.close()
  world.network.heal('a')
  const again = world.join('a', { storage: a.storage })
  expect(
    again.replica
      .pending(10)
      .map(({ key }) => key)
      .toSorted(),
  ).toEqual(['b', 'm', 'z'])
  world.pass()
  expect(keysInOrder(world)).toEqual(['z', 'b', 'm'])
  expect(world.hub.state.getState('b')).toBe(2)
  expect(again.replica.pending(10)).toEqual([])
  expect(await again.state.setState('b', 3).durable).toBeUndefined()
})

test('P-61 a store that lost the end of its log gives no operation the id of another', () => {
  const world = new SyncWorld()
  const storage = () => createMemoryStorage({ random: { token: () => 'same', fraction: () => 0.5 } })
  const before = world.join('a', { storage: storage() })
  world.pass()
  before.state.setState('k', 'before the power went')
  world.pass()
  before.replica.close()
  const after = world.join('a', { storage: storage() })
  after.state.setState('k', 'after it came back')
  world.pass()
  expect(after.replica.statistics().operations).toMatchObject({ rejected: 0 })
  expect(after.replica.deadLetters.size).toBe(0)
})

test('P-63 all who wrote an operation are told the same outcome', async () => {
  const world = new SyncWorld()
  world.network.partition('a')
  const a = world.join('a')
  const outcomes = [1, 2, 3].map((value) => a.state.setState('k', value).synced)
  world.network.heal('a')
  world.pass(20_000)
  expect(await Promise.all(outcomes)).toEqual(Array.from({ length: 3 }, () => ({ outcome: 'committed', version: 1, seq: 1 })))
})

test('P-71 urgent operations go first, also one at a time, and the others have their share', () => {
  const world = new SyncWorld()
  const a = world.join('a', { batchSize: 1 })
  world.pass()
  for (let index = 0; index < 20; index++) a.state.setState(`low/${index}`, index, { priority: 'low' })
  for (let index = 0; index < 20; index++) a.state.setState(`critical/${index}`, index, { priority: 'critical' })
  world.pass()
  const order = keysInOrder(world)
  expect(order).toHaveLength(40)
  expect(order.slice(0, 8).every((key) => key.startsWith('critical/'))).toBe(true)
  expect(order.slice(0, 20).some((key) => key.startsWith('low/'))).toBe(true)
})

test('P-72 a key with an interval of its own is sent no more often, whatever the clock does', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  a.clock.skewMs = 86_400_000
  world.pass()
  a.state.setState('k', 1, { syncInterval: 1000 })
  world.pass(100)
  a.clock.skewMs = 0
  for (let value = 2; value < 50; value++) a.state.setState('k', value)
  world.pass(800)
  expect(world.hub.state.getState('k')).toBe(1)
  expect(a.replica.state).toMatchObject({ status: 'PARTIAL_SYNC', waiting: 1 })
  world.pass(200)
  expect(world.hub.state.getState('k')).toBe(49)
  expect(world.hub.storage.head().seq).toBe(2)
})

test('P-72 sync sends what waits for its interval when it is to be immediate', async () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  a.state.setState('k', 1, { syncInterval: 60_000 })
  world.pass(10)
  a.state.setState('k', 2)
  const round = a.replica.sync({ immediate: true })
  world.pass(1000)
  expect(world.hub.state.getState('k')).toBe(2)
  expect(await round).toMatchObject({ sent: 1, equal: true })
})

test('P-73 a refused operation is kept whole, stalls nothing, and is written again or let go', async () => {
  const world = new SyncWorld()
  world.hub.state.registerSchema('age/*', { type: 'number' })
  const a = world.join('a')
  world.pass()
  const refused = a.state.setState('age/1', 'old')
  const taken = a.state.setState('name/1', 'Ann')
  world.pass()
  expect(await refused.synced).toMatchObject({ outcome: 'rejected', code: 'E_VALIDATION' })
  expect(await taken.synced).toMatchObject({ outcome: 'committed' })
  expect(a.state.getState('age/1')).toBeUndefined()
  expect(a.replica.state).toMatchObject({ status: 'PARTIAL_SYNC', deadLetters: 1 })
  const [letter] = a.replica.deadLetters.list(10)
  expect(letter).toMatchObject({ key: 'age/1', code: 'E_VALIDATION', operation: { value: { value: 'old' } } })
  world.hub.state.removeSchema('age/*')
  a.replica.deadLetters.retry(letter?.opId ?? '')
  world.pass()
  expect(world.hub.state.getState('age/1')).toBe('old')
  expect(a.replica.deadLetters.size).toBe(0)
  expect(() => a.replica.deadLetters.discard('nobody')).toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }))
})

test('P-77 a batch that no frame could carry is refused at once, and a document that is too large does not stall the rest', async () => {
  const world = new SyncWorld()
  const a = world.join('a', { limits: { frameBytes: 20_000, operations: 100, patterns: 10, keys: 10, badFrames: 10 } })
  world.pass()
  const batch = Array.from({ length: 1001 }, (_, index) => ({ key: `k/${index}`, value: 1 }))
  expect(() => a.state.batch(batch)).toThrow(expect.objectContaining({ code: 'E_BATCH_TOO_LARGE' }))
  const wide = Array.from({ length: 1000 }, (_, index) => ({ key: `${'k'.repeat(500)}${index}`, value: 'v'.repeat(600) }))
  expect(() => a.state.batch(wide)).toThrow(expect.objectContaining({ code: 'E_BATCH_TOO_LARGE' }))
  expect(world.hub.storage.head().seq).toBe(0)

  const small = new SyncWorld({
    settings: { limits: { frameBytes: 20_000, operations: 100, patterns: 10, keys: 10, badFrames: 10 } },
  })
  const b = small.join('b')
  small.pass()
  const large = b.state.setState('large', 'x'.repeat(50_000))
  b.state.setState('next', 1)
  small.pass()
  expect(await large.synced).toMatchObject({ outcome: 'rejected', code: 'E_TOO_LARGE' })
  expect(small.hub.state.getState('next')).toBe(1)
  expect(b.replica.deadLetters.size).toBe(1)
})

test('P-79 a batch arrives as a whole or not at all, and waits for what is before it', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  a.state.setState('x', 0)
  world.pass(1)
  a.state.batch([
    { key: 'x', value: 1 },
    { key: 'y', value: 1 },
  ])
  a.state.setState('y', 2)
  world.pass()
  const log = world.hub.storage.log({ after: 0, limit: 10 })
  expect(log.map(({ key }) => key)).toEqual(['x', 'x', 'y', 'y'])
  expect(log[1]?.batch).toBe(2)
  expect(log[2]?.batch).toBe(2)
})

test('P-87 a thousand writes of one key while offline take the room of one', () => {
  const world = new SyncWorld()
  world.network.partition('a')
  const a = world.join('a')
  for (let value = 0; value < 1000; value++) a.state.setState('k', value)
  expect(a.replica.pending(10)).toHaveLength(1)
  expect(a.replica.statistics().queue.normal).toBe(1)
})

test('P-87 deadlines are counted by lane, met and missed', () => {
  const world = new SyncWorld()
  const a = world.join('a', { slaOf: (key) => (key.startsWith('sla/') ? 2000 : undefined) })
  world.pass()
  a.state.setState('sla/1', 1, { priority: 'critical' })
  a.state.setState('free/1', 1)
  world.pass()
  world.network.partition('a')
  a.state.setState('sla/2', 1, { priority: 'critical' })
  world.pass(3000)
  world.network.heal('a')
  world.pass(40_000)
  const { deadlines, operations, latency } = a.replica.statistics()
  expect(deadlines.critical).toEqual({ met: 1, missed: 1 })
  expect(deadlines.normal).toEqual({ met: 0, missed: 0 })
  expect(operations.committed).toBe(3)
  expect(latency.p99Ms).toBeGreaterThan(latency.p50Ms)
})
