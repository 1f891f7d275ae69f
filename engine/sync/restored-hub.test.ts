import { expect, test } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { CONFLICT, HUB_RESTORED } from '../state/event-types.ts'
import { RestorableStorage } from '../testing/restorable-storage.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'
import type { TestReplica } from '../testing/sync-fixture.ts'

/** A world whose hub can be put back to an earlier moment. */
function restorableWorld(): { readonly world: SyncWorld; readonly moment: () => number; readonly restore: (moment: number) => void } {
  const store = new RestorableStorage()
  const world = new SyncWorld({ storage: store.storage })
  return {
    world,
    moment: () => store.moment,
    restore: (moment) => {
      world.hub.hub.close()
      world.restartHub({ storage: store.restore(moment) })
      world.pass(60_000)
    },
  }
}

/** What waits at the hub, as an operator sees it. */
function waiting({ hub: { queue } }: SyncWorld): readonly (readonly [string, string, JsonValue | undefined, JsonValue | undefined])[] {
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
  reader.eventBus.on(HUB_RESTORED, ({ data }) => void told.push(data))
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
  const shown: unknown[] = []
  reader.state.subscribe('**', (value, { key }) => void shown.push([key, value]))
  restore(then)
  // Positions and ids of the life before are given again, to other changes.
  world.hub.state.setState('edited', { n: 1, same: 'y' })
  world.hub.state.setState('new', { n: 1 })
  world.pass(5000)
  const all = ['edited', 'deleted', 'recreated', 'made', 'kept', 'new'].map((key) => reader.state.getState(key))
  expect(all).toEqual([{ n: 1, same: 'y' }, { n: 1 }, { n: 1 }, undefined, { n: 1 }, { n: 1 }])
  expect(reader.state.getMetadata('tagged')).toMatchObject({ tags: ['old'] })
  expect(shown).toContainEqual(['deleted', { n: 1 }])
  expect(shown).toContainEqual(['made', undefined])
  expect(shown.filter(([key]) => key === 'kept')).toEqual([])
  expect(reader.replica.statistics().restored).toMatchObject({ documents: 5, waiting: 0 })
  await isInStep({ pass: () => world.pass() }, reader)
  expect(world.failures).toEqual([])
})
