import { expect, test } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { CONFLICT, HUB_RESTORED } from '../state/event-types.ts'
import { RestorableStorage } from '../testing/restorable-storage.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'
import type { TestReplica } from '../testing/sync-fixture.ts'

/** A world whose hub can be put back to an earlier moment. */
function restorableWorld(): {
  readonly world: SyncWorld
  readonly moment: () => number
  readonly restore: (moment: number, meanwhile?: () => void) => void
} {
  const store = new RestorableStorage()
  const world = new SyncWorld({ storage: store.storage })
  return {
    world,
    moment: () => store.moment,
    restore: (moment, meanwhile = () => undefined) => {
      world.restartHub({ storage: store.restore(moment) })
      meanwhile()
      world.pass(60_000)
    },
  }
}

/** What waits at the hub, as an operator sees it. */
function waiting({
  hub: { queue },
}: SyncWorld): readonly (readonly [string, string, JsonValue | undefined, JsonValue | undefined])[] {
  return [...queue.waiting.values()].map(({ id, key, reason }) => {
    const { base, remote } = queue.view(id)
    return [key, reason, base?.value, remote.value] as const
  })
}

async function isInStep({ pass }: { pass: () => void }, ...replicas: readonly TestReplica[]): Promise<void> {
  for (const { replica } of replicas) {
    const comparison = replica.compare()
    pass()
    expect(await comparison).toMatchObject({ equal: true })
    expect(replica.state.status).toBe('SYNCED')
  }
}

test('P-140 P-141 a replica that knows nothing from after the restore goes on from where it is', async () => {
  const { world, moment, restore } = restorableWorld()
  const reader = world.join('reader')
  world.hub.state.setState('a', { n: 1 })
  world.pass()
  const then = moment()
  reader.replica.pause()
  world.hub.state.setState('a', { n: 2 })
  world.hub.state.setState('b', { n: 1 })
  const told: unknown[] = []
  reader.eventBus.subscribe(HUB_RESTORED, (event) => void told.push(event))
  restore(then)
  world.hub.state.setState('a', { n: 3 })
  reader.replica.resume()
  world.pass(5000)
  expect([reader.state.getState('a'), reader.state.getState('b')]).toEqual([{ n: 3 }, undefined])
  expect(told).toEqual([{ epoch: 2, since: 1, documents: 0, writes: 0 }])
  await isInStep({ pass: () => world.pass() }, reader)
  expect(world.failures).toEqual([])
})

test('P-142 what a replica has from after the restore gives way to what the hub has, and its subscribers are told', async () => {
  const { world, moment, restore } = restorableWorld()
  const reader = world.join('reader')
  const { state } = world.hub
  state.setState('edited', { n: 1, same: 'x' })
  state.setState('deleted', { n: 1 })
  state.setState('recreated', { n: 1 })
  state.setState('tagged', { n: 1 }, { metadata: { tags: ['old'] } })
  state.setState('kept', { n: 1 })
  world.pass()
  const then = moment()
  state.setState('edited', { n: 2, same: 'x' })
  state.setState('edited', { n: 3, same: 'x' })
  state.deleteState('deleted')
  state.deleteState('recreated')
  state.setState('recreated', { n: 'again' })
  state.setState('tagged', { n: 1 }, { metadata: { tags: ['new'] } })
  state.setState('made', { n: 1 })
  world.pass()
  expect(reader.state.getState('edited')).toEqual({ n: 3, same: 'x' })
  const shown: (readonly [string, unknown])[] = []
  reader.state.subscribe('**', (value, { key }) => void shown.push([key, value]))
  restore(then, () => {
    // Positions and ids of the life before are given again, to other changes.
    world.hub.state.setState('edited', { n: 1, same: 'y' })
    world.hub.state.setState('new', { n: 1 })
  })
  const all = ['edited', 'deleted', 'recreated', 'made', 'kept', 'new'].map((key) => reader.state.getState(key))
  expect(all).toEqual([{ n: 1, same: 'y' }, { n: 1 }, { n: 1 }, undefined, { n: 1 }, { n: 1 }])
  expect(reader.storage.read('tagged')?.metadata).toMatchObject({ tags: ['old'] })
  expect(shown).toContainEqual(['deleted', { n: 1 }])
  expect(shown).toContainEqual(['made', undefined])
  expect(shown.filter(([key]) => key === 'kept')).toEqual([])
  expect(reader.replica.statistics().restored).toMatchObject({ documents: 5, waiting: 0 })
  await isInStep({ pass: () => world.pass() }, reader)
  expect(world.failures).toEqual([])
})

test('P-143 P-144 P-146 what the hub had taken in from a replica comes back as a question, once, and is never taken in by itself', async () => {
  const { world, moment, restore } = restorableWorld()
  const [till, desk, reader] = ['till', 'desk', 'reader'].map((name) => world.join(name)) as [TestReplica, TestReplica, TestReplica]
  till.state.setState('a', { n: 1 })
  till.state.setState('gone', { n: 1 })
  till.state.setState('same', { n: 1 })
  till.state.setState('shared', { x: 1, y: 1 })
  world.pass()
  const then = moment()
  till.state.setState('a', { n: 2 })
  world.pass()
  till.state.setState('a', { n: 3 })
  till.state.deleteState('gone')
  till.state.setState('same', { n: 2 })
  till.state.setState('made', { n: 1 })
  till.state.setState('shared', { x: 2, y: 1 })
  world.pass()
  desk.state.setState('shared', { x: 2, y: 2 })
  world.pass()
  expect(reader.state.getState('shared')).toEqual({ x: 2, y: 2 })
  const told: unknown[] = []
  till.eventBus.subscribe(CONFLICT, ({ key, reason, clientValue }) => {
    told.push([key, reason, clientValue])
    return { value: 'a handler that knows better', strategy: 'client' }
  })
  restore(then, () => world.hub.state.setState('same', { n: 2 }))
  expect(waiting(world)).toEqual([
    ['a', 'RESTORED', { n: 1 }, { n: 3 }],
    ['gone', 'RESTORED', { n: 1 }, undefined],
    ['made', 'RESTORED', undefined, { n: 1 }],
    ['shared', 'RESTORED', { x: 1, y: 1 }, { x: 2, y: 1 }],
    ['shared', 'RESTORED', { x: 1, y: 1 }, { x: 2, y: 2 }],
  ])
  expect(told).toEqual([
    ['a', 'RESTORED', { n: 3 }],
    ['gone', 'RESTORED', undefined],
    ['made', 'RESTORED', { n: 1 }],
    ['shared', 'RESTORED', { x: 2, y: 1 }],
  ])
  for (const { state } of [world.hub, till, desk, reader])
    expect(['a', 'gone', 'same', 'made', 'shared'].map((key) => state.getState(key))).toEqual([
      { n: 1 },
      { n: 1 },
      { n: 2 },
      undefined,
      { x: 1, y: 1 },
    ])
  expect(till.replica.statistics().restored).toMatchObject({ conflicts: 4, settled: 1, rejected: 0, waiting: 0 })
  expect(reader.replica.statistics().restored).toMatchObject({ conflicts: 0, settled: 0 })
  await isInStep({ pass: () => world.pass() }, till, desk, reader)
  expect(world.failures).toEqual([])
})

test('P-144 an operator brings back a deletion and a document that was made, or leaves what stands', () => {
  const { world, moment, restore } = restorableWorld()
  const till = world.join('till')
  till.state.setState('gone', { n: 1 })
  till.state.setState('left', { n: 1 })
  world.pass()
  const then = moment()
  till.state.deleteState('gone')
  till.state.setState('made', { n: 1 })
  till.state.setState('left', { n: 2 })
  world.pass()
  restore(then)
  const { queue } = world.hub
  for (const { id, key } of queue.waiting.values()) {
    const take = key === 'left' ? 'local' : 'remote'
    queue.resolve(id, { by: 'operator', choices: queue.view(id).changes.map(({ path }) => ({ path, take })) })
  }
  world.pass()
  for (const { state } of [world.hub, till])
    expect(['gone', 'made', 'left'].map((key) => state.getState(key))).toEqual([undefined, { n: 1 }, { n: 1 }])
  expect(queue.waiting.size).toBe(0)
})

test('P-144 an operator answers every question of such a conflict; rules that come into force answer none', () => {
  const { world, moment, restore } = restorableWorld()
  const till = world.join('till')
  till.state.setState('a', { n: 1, m: 1 })
  world.pass()
  const then = moment()
  till.state.setState('a', { n: 2, m: 1 })
  world.pass()
  restore(then)
  const { queue, rules, state } = world.hub
  const [id = ''] = queue.waiting.keys()
  expect(queue.view(id).changes).toMatchObject([{ path: '/n', outcome: 'proposal', base: 1, ours: 1, theirs: 2, result: 2 }])
  expect(rules.activate([], { by: 'operator', basedOn: 0 }).settled).toBe(0)
  expect(() => queue.resolve(id, { by: 'operator', choices: [] })).toThrow(/Nobody has said/)
  queue.resolve(id, { by: 'operator', choices: [{ path: '/n', take: 'remote' }] })
  expect(state.getState('a')).toEqual({ n: 2, m: 1 })
  world.pass()
  expect(till.state.getState('a')).toEqual({ n: 2, m: 1 })
})

test('P-143 a conflict that the hub lost is kept again, and so is one that a second restore takes', () => {
  const { world, moment, restore } = restorableWorld()
  const [till, desk] = ['till', 'desk'].map((name) => world.join(name)) as [TestReplica, TestReplica]
  till.state.setState('a', { n: 1 })
  world.pass()
  const then = moment()
  desk.replica.pause()
  till.state.setState('a', { n: 2 })
  world.pass()
  desk.state.setState('a', { n: 3 })
  desk.replica.resume()
  world.pass(5000)
  expect(waiting(world)).toMatchObject([['a', 'SAME_FIELD', { n: 1 }, { n: 3 }]])
  const kept = [
    ['a', 'RESTORED', { n: 1 }, { n: 2 }],
    ['a', 'RESTORED', { n: 1 }, { n: 3 }],
  ]
  const ids: string[][] = []
  for (const again of [then, then]) {
    restore(again)
    expect(waiting(world).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual(kept)
    ids.push([...world.hub.queue.waiting.keys()].toSorted())
  }
  expect(ids[0]).toEqual(ids[1])
  expect(world.hub.storage.epoch).toBe(3)
})

test('P-145 what was not answered yet is merged where that can be done, and waits with the reason where it can not', async () => {
  const { world, moment, restore } = restorableWorld()
  const [till, desk] = ['till', 'desk'].map((name) => world.join(name)) as [TestReplica, TestReplica]
  desk.state.setState('fits', { x: 1, y: 1 })
  desk.state.setState('clashes', { x: 1 })
  desk.state.setState('shared', { x: 1 })
  world.pass()
  const then = moment()
  desk.state.setState('fits', { x: 2, y: 1 })
  desk.state.setState('clashes', { x: 2 })
  desk.state.setState('made', { x: 1 })
  world.pass()
  till.replica.pause()
  const writes = [
    till.state.setState('fits', { x: 2, y: 2 }),
    till.state.setState('clashes', { x: 3 }),
    till.state.setState('made', { x: 2 }),
    till.state.setState('shared', { x: 2 }),
    till.state.setState('new', { x: 1 }),
  ]
  restore(then)
  till.replica.resume()
  world.pass(5000)
  const keys = ['fits', 'clashes', 'made', 'shared', 'new']
  expect(keys.map((key) => world.hub.state.getState(key))).toEqual([{ x: 1, y: 2 }, { x: 1 }, undefined, { x: 2 }, { x: 1 }])
  expect(keys.map((key) => till.state.getState(key))).toEqual([{ x: 1, y: 2 }, { x: 1 }, undefined, { x: 2 }, { x: 1 }])
  const outcomes = await Promise.all(writes.map(({ synced }) => synced))
  expect(outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.outcome))).toEqual([
    'merged',
    'RESTORED',
    'RESTORED',
    'committed',
    'committed',
  ])
  const ofTill = [...world.hub.queue.waiting.values()].filter(({ replica }) => replica === till.storage.storeId)
  expect(ofTill.map(({ key, reason }) => [key, reason])).toEqual([
    ['clashes', 'RESTORED'],
    ['made', 'RESTORED'],
  ])
  await isInStep({ pass: () => world.pass() }, till, desk)
  expect(world.failures).toEqual([])
})

test('P-140 a hub in an older life than the replica knows, or in one that it has forgotten, refuses it', () => {
  const { world, moment, restore } = restorableWorld()
  const till = world.join('till')
  till.state.setState('a', { n: 1 })
  world.pass()
  const then = moment()
  restore(then)
  expect(till.replica.state.status).toBe('SYNCED')
  world.hub.hub.close()
  const older = createMemoryStorage({ random: { token: () => world.hub.storage.storeId, fraction: () => 0 } })
  world.restartHub({ storage: older })
  world.pass(60_000)
  expect(till.replica.state).toMatchObject({ status: 'ERROR', code: 'E_EPOCH', retrying: false })
  expect(till.state.getState('a')).toEqual({ n: 1 })
})

test('P-141 a replica that ends at any instant meanwhile goes on, and comes to the same', async () => {
  for (let instant = 0; instant <= 30; instant += 2) {
    const { world, moment, restore } = restorableWorld()
    const storage = createMemoryStorage()
    const till = world.join('till', { storage })
    till.state.setState('a', { n: 1 })
    till.state.setState('b', { n: 1 })
    world.pass()
    const then = moment()
    till.state.setState('a', { n: 2 })
    world.hub.state.setState('b', { n: 2 })
    world.pass()
    till.replica.pause()
    till.state.setState('b', { n: 3 })
    restore(then)
    till.replica.resume()
    world.pass(instant)
    till.replica.close()
    const again = world.join('till', { storage })
    world.pass(60_000)
    const byKey = waiting(world).toSorted(([a], [b]) => a.localeCompare(b))
    expect(byKey, `ended after ${instant} ms`).toEqual([
      ['a', 'RESTORED', { n: 1 }, { n: 2 }],
      ['b', 'RESTORED', { n: 2 }, { n: 3 }],
    ])
    expect(['a', 'b'].map((key) => again.state.getState(key))).toEqual([{ n: 1 }, { n: 1 }])
    await isInStep({ pass: () => world.pass() }, again)
    expect(world.failures).toEqual([])
  }
})

test('P-144 P-146 a write that the hub refuses now is kept whole as a dead letter', () => {
  const { world, moment, restore } = restorableWorld()
  const till = world.join('till')
  till.state.setState('a', { n: 1 })
  world.pass()
  const then = moment()
  till.state.setState('a', { n: 2 })
  world.pass()
  restore(then, () => world.hub.hub.letIn({ authenticate: () => ({ name: 'shop', write: false }) }))
  expect(till.replica.deadLetters.list(10)).toMatchObject([
    { key: 'a', code: 'E_FORBIDDEN', operation: { value: { value: { n: 2 } } } },
  ])
  expect(till.replica.statistics().restored).toMatchObject({ rejected: 1, waiting: 0 })
  expect(till.replica.state.status).toBe('PARTIAL_SYNC')
})

test('P-143 many writes go back in pushes that the hub takes, one after the other', () => {
  const { world, moment, restore } = restorableWorld()
  const till = world.join('till', { batchSize: 10 })
  world.pass()
  const then = moment()
  for (let n = 0; n < 95; n++) till.state.setState(`k/${n}`, { n })
  world.pass()
  expect(world.hub.storage.head().seq).toBe(95)
  restore(then)
  expect(world.hub.queue.waiting.size).toBe(95)
  expect(world.hub.storage.head().seq).toBe(0)
  expect(till.state.getState('k/1')).toBeUndefined()
})
