import { expect, test } from 'vitest'
import type { JsonObject } from '../../core/json/index.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'

test('P-65 who writes while he is told of a change of the hub writes on top of it', () => {
  const world = new SyncWorld()
  const author = world.join('author')
  const reader = world.join('reader')
  world.pass()
  reader.state.subscribe('order', (value) => {
    const order = value as JsonObject
    if (order['seen'] === undefined) reader.state.setState('order', { ...order, seen: true })
  })
  author.state.setState('order', { items: 1 })
  world.pass(3000)
  for (const { state } of [reader, author, world.hub]) expect(state.getState('order')).toEqual({ items: 1, seen: true })
  expect(reader.replica.statistics().operations.committed).toBe(1)
})
