import { expect, test } from 'vitest'
import { SrvraError } from '../core/errors.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'

test('P-60 P-66 edits of different fields while apart come together; edits of the same field are kept as a conflict', async () => {
  const world = new SyncWorld()
  const a = world.join('a')
  const b = world.join('b')
  world.pass()
  a.state.setState('x/1', { a: 1, b: 2 })
  world.pass()
  world.network.partition('a')
  a.state.setState('x/1', { a: 5, b: 2 })
  b.state.setState('x/1', { a: 1, b: 7 })
  world.pass()
  expect(a.state.getState('x/1')).toEqual({ a: 5, b: 2 })
  expect(b.state.getState('x/1')).toEqual({ a: 1, b: 7 })
  world.network.heal('a')
  world.pass(40_000)
  for (const { state } of [a, b, world.hub]) expect(state.getState('x/1')).toEqual({ a: 5, b: 7 })

  world.network.partition('a')
  const lost = a.state.setState('x/1', { a: 6, b: 7 })
  b.state.setState('x/1', { a: 8, b: 7 })
  world.pass()
  world.network.heal('a')
  world.pass(40_000)
  for (const { state } of [a, b, world.hub]) expect(state.getState('x/1')).toEqual({ a: 8, b: 7 })
  expect(await lost.synced).toMatchObject({ outcome: 'conflict', reason: 'SAME_FIELD' })
  const [conflict] = a.eventBus.getHistory('conflict')
  expect(conflict?.payload).toMatchObject({ key: 'x/1', clientValue: { a: 6, b: 7 }, serverValue: { a: 8, b: 7 } })
  expect(a.replica.state.status).toBe('SYNCED')
})

test('P-61 P-65 a restart of either side in the middle loses nothing and repeats nothing', () => {
  const world = new SyncWorld()
  let a = world.join('a')
  const b = world.join('b')
  world.pass()
  for (let round = 0; round < 30; round++) {
    for (let key = 0; key < 10; key++) a.state.setState(`k/${key}`, { round, key })
    world.pass(round % 7)
    if (round % 3 === 0) world.restartHub()
    else {
      a.replica.close()
      a = world.join('a', { storage: a.storage })
    }
  }
  world.pass(60_000)
  for (const { state } of [a, b, world.hub]) expect(state.getState('k/3')).toEqual({ round: 29, key: 3 })
  expect(a.replica.statistics()).toMatchObject({ deadLetters: 0, inFlight: 0, received: { healed: 0 } })
  for (const { replica } of [a, b]) expect(replica.statistics().comparison).toMatchObject({ equal: true })
})

test('P-67 P-69 what differs is found by comparing and fetched whole, after a connection and in quiet times', () => {
  const world = new SyncWorld()
  const a = world.join('a', { syncInterval: 5000 })
  for (let key = 0; key < 20; key++) world.hub.state.setState(`k/${key}`, key)
  world.pass()
  expect(a.replica.statistics().comparison).toMatchObject({ equal: true })
  a.replica.close()
  // A document that this store believes to have, and has not: as after damage that nobody saw.
  void a.storage.append([], [{ collection: 'sync-shadow', id: 'k/7', value: { version: 1, hash: 'another' } }])
  const again = world.join('a', { storage: a.storage, syncInterval: 5000 })
  world.pass()
  expect(again.replica.statistics()).toMatchObject({ received: { healed: 1 } })
  const before = again.replica.statistics().comparison?.at ?? 0
  world.pass(20_000)
  expect(again.replica.statistics().comparison).toMatchObject({ equal: true })
  expect(again.replica.statistics().comparison?.at).toBeGreaterThan(before)
})

test('P-74 a push that the hub can not take now goes again after a pause that grows', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  const { storage } = world.hub
  const append = storage.append.bind(storage)
  let refusals = 0
  storage.append = (changes, records) => {
    if (changes.length === 0) return append(changes, records)
    refusals++
    throw new SrvraError('E_STORE_FULL', 'There is no space left.')
  }
  a.state.setState('k', 1)
  world.pass(30_000)
  storage.append = append
  expect(refusals).toBeLessThan(20)
  expect(a.replica.statistics().connections).toBe(1)
  world.pass(60_000)
  expect(world.hub.state.getState('k')).toBe(1)
})

test('P-75 a clock that is a day ahead gets nothing refused', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  a.clock.skewMs = 86_400_000
  a.state.setState('k', 1)
  world.pass()
  a.clock.skewMs = -86_400_000
  a.state.setState('k', 2)
  world.pass()
  a.clock.skewMs = 86_400_000
  a.state.setState('k', 3)
  world.pass(5000)
  expect(world.hub.state.getState('k')).toBe(3)
  expect(a.replica.deadLetters.size).toBe(0)
})

test('P-76 one field of a large document costs hundreds of bytes, or all of it where deltas are switched off', () => {
  const world = new SyncWorld()
  const document = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`field-${index}`, `value number ${index}, which is long enough`]),
  )
  const a = world.join('a')
  const whole = world.join('whole', { deltasFor: () => false })
  world.pass()
  a.state.setState('large', document)
  world.pass()
  const cost = (write: () => void, of: typeof a): number => {
    const before = of.replica.statistics().bytes.sent
    write()
    world.pass()
    return of.replica.statistics().bytes.sent - before
  }
  expect(cost(() => a.state.setState('large', { ...document, 'field-7': 'new' }), a)).toBeLessThan(1000)
  expect(a.replica.statistics().bytes.savedByDeltas).toBeGreaterThan(90_000)
  expect(cost(() => whole.state.setState('large', { ...document, 'field-8': 'new' }), whole)).toBeGreaterThan(90_000)
})

test('P-76 frames are compressed where a key asks for it, and that makes them smaller', () => {
  const world = new SyncWorld()
  const a = world.join('a', { compressionFor: (key) => (key.startsWith('c/') ? 1000 : undefined) })
  world.pass()
  a.state.setState('c/1', 'all the same '.repeat(1000))
  world.pass()
  const { savedByCompression } = a.replica.statistics().bytes
  expect(savedByCompression).toBeGreaterThan(10_000)
  a.state.setState('d/1', 'all the same '.repeat(1000))
  world.pass()
  expect(a.replica.statistics().bytes.savedByCompression).toBe(savedByCompression)
  expect(world.hub.state.getState('c/1')).toHaveLength(13_000)
})

test('P-78 P-68 documents come into sight and go out of it with the patterns', () => {
  const world = new SyncWorld()
  for (let key = 0; key < 5; key++) for (const folder of ['a', 'b']) world.hub.state.setState(`${folder}/${key}`, key)
  const reader = world.join('reader', { patterns: ['a/**'] })
  world.pass()
  const count = () => reader.storage.statistics().documents
  expect(count()).toBe(5)
  reader.replica.subscribe(['a/**', 'b/**'])
  world.pass()
  expect(count()).toBe(10)
  reader.replica.subscribe(['b/**'])
  world.pass()
  expect(count()).toBe(5)
  world.hub.state.setState('a/1', 'new')
  world.hub.state.setState('b/1', 'new')
  world.pass()
  expect(reader.state.getState('a/1')).toBeUndefined()
  expect(reader.state.getState('b/1')).toBe('new')
  reader.replica.subscribe(['**'])
  world.pass()
  expect(count()).toBe(10)
  expect(reader.replica.state.status).toBe('SYNCED')
  expect(reader.replica.statistics()).toMatchObject({ received: { healed: 0 }, comparison: { equal: true } })
})

test('P-78 what is written outside the subscription arrives, and then goes out of sight', async () => {
  const world = new SyncWorld()
  const a = world.join('a', { patterns: ['mine/**'] })
  world.pass()
  const written = a.state.setState('yours/1', 1)
  expect(a.state.getState('yours/1')).toBe(1)
  world.pass()
  expect(await written.synced).toMatchObject({ outcome: 'committed' })
  expect(world.hub.state.getState('yours/1')).toBe(1)
  expect(a.state.getState('yours/1')).toBeUndefined()
})
