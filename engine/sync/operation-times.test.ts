import { expect, test } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { operation, SyncWorld } from '../testing/sync-fixture.ts'
import type { AnsweredOperation } from './hub/operation-times.ts'
import { StageTimes } from './hub/stage-times.ts'

function observed() {
  const told: AnsweredOperation[] = []
  // The world's own time is not there before it is made.
  const stages = new StageTimes(() => world.time.now())
  const world: SyncWorld = new SyncWorld({ stages })
  stages.operations.observe((answered) => told.push(...answered))
  return { world, told }
}

test('P-148, P-149 what waited while its replica was apart is told with that time, whatever its wall clock does meanwhile', () => {
  const { world, told } = observed()
  const a = world.join('a')
  world.pass()
  world.network.partition('a')
  world.pass()
  a.state.setState('sales/1', 1)
  a.clock.skewMs = 86_400_000
  world.pass(60_000)
  a.clock.skewMs = -86_400_000
  world.network.heal('a')
  world.pass(60_000)
  expect(told).toHaveLength(1)
  const [late] = told
  expect(late?.operation.key).toBe('sales/1')
  expect(late?.waitedMs).toBeGreaterThanOrEqual(60_000)
  expect(late?.waitedMs).toBeLessThan(120_000)
  a.state.setState('sales/2', 1)
  world.pass()
  expect(told.at(-1)?.waitedMs).toBeLessThan(100)
})

test('P-148 of what was written before a restart the wall clock tells', () => {
  const { world, told } = observed()
  const storage = createMemoryStorage()
  world.network.partition('a')
  const a = world.join('a', { storage })
  a.state.setState('k', 1)
  a.replica.close()
  world.pass(5000)
  world.network.heal('a')
  world.join('a', { storage })
  world.pass(5000)
  expect(told).toHaveLength(1)
  expect(told[0]?.waitedMs).toBeGreaterThanOrEqual(5000)
})

test('P-148 an age that is none is refused alone, a missing one is no wait, and one of years counts as one', () => {
  const { world, told } = observed()
  const client = world.connect()
  client.hello()
  world.pass(10)
  client.send({
    type: 'push',
    id: 1,
    operations: [
      operation('r-1', 'a', 1),
      operation('r-2', 'b', 1, { age: -1 }),
      operation('r-3', 'c', 1, { age: 0.5 }),
      operation('r-4', 'd', 1, { age: Number.MAX_SAFE_INTEGER }),
    ],
  })
  world.pass(10)
  expect(client.answers.map(({ status }) => status)).toEqual(['committed', 'rejected', 'rejected', 'committed'])
  expect(told.map(({ waitedMs }) => waitedMs)).toEqual([0, 366 * 86_400_000])
})

test('P-149 what is asked again was told before', () => {
  const { world, told } = observed()
  const client = world.connect()
  client.hello()
  world.pass(10)
  for (const id of [1, 2]) {
    client.send({ type: 'push', id, operations: [operation('r-1', 'a', 1, { age: 5 })] })
    world.pass(10)
  }
  expect(client.answers).toHaveLength(2)
  expect(told.map(({ operation: { opId } }) => opId)).toEqual(['r-1'])
})
