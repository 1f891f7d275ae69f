import { expect, test } from 'vitest'
import { createAdminFixture, type AdminFixture } from '../../testing/admin-fixture.ts'

const MINUTE_MS = 60_000

/** A write every ten seconds. */
function withWrites(count: number): AdminFixture {
  const fixture = createAdminFixture()
  for (let index = 0; index < count; index++) {
    fixture.state.setState(index % 3 === 0 ? 'hot' : `n/${index}`, index)
    fixture.clock.advance(10_000)
  }
  return fixture
}

test('V-62 the buckets of a timeline hold every change between its ends', async () => {
  const { call } = withWrites(100)
  for (const buckets of [1, 7, 100, 1000]) {
    const timeline = await call('engine.timeline', { buckets })
    expect(timeline.buckets).toHaveLength(buckets)
    expect(timeline.buckets.reduce((sum, count) => sum + count, 0)).toBe(100)
  }
  const ten = await call('engine.timeline', { buckets: 10 })
  expect(ten.to - ten.from).toBe(990_000)
  expect(ten.buckets).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 10])
})

test('V-62 a timeline of a span counts that span, and one of a key its versions', async () => {
  const { call } = withWrites(100)
  const { from } = await call('engine.timeline', { buckets: 1 })
  const part = await call('engine.timeline', { buckets: 5, from: from + 10_000, to: from + 50_000 })
  expect(part.buckets.reduce((sum, count) => sum + count, 0)).toBe(5)
  const hot = await call('engine.timeline', { buckets: 4, key: 'hot' })
  expect(hot.buckets.reduce((sum, count) => sum + count, 0)).toBe(34)
  const none = await call('engine.timeline', { buckets: 2, key: 'none' })
  expect(none.buckets).toEqual([0, 0])
})

test('V-62 an empty log has an empty timeline', async () => {
  const { call } = createAdminFixture()
  expect(await call('engine.timeline', { buckets: 3 })).toMatchObject({ head: { seq: 0 }, buckets: [0, 0, 0] })
})

test('V-63 writes per minute are read from the log', async () => {
  const { call, clock } = withWrites(60)
  const minutes = (await call('engine.overview', {})).writesPerMinute
  expect(minutes).toHaveLength(60)
  expect(minutes.slice(-11)).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0])
  clock.advance(MINUTE_MS)
  expect((await call('engine.overview', {})).writesPerMinute.slice(-12)).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0, 0])
  clock.advance(60 * MINUTE_MS)
  expect((await call('engine.overview', {})).writesPerMinute.every((writes) => writes === 0)).toBe(true)
})

test('V-63 the overview has the figures, the hottest keys and the newest changes', async () => {
  const { call } = withWrites(30)
  const overview = await call('engine.overview', {})
  expect(overview).toMatchObject({ documents: 21, changes: 30, head: { seq: 30 } })
  expect(overview.hottest[0]).toEqual({ key: 'hot', writes: 10 })
  expect(overview.recent.map(({ seq }) => seq).slice(0, 2)).toEqual([30, 29])
  expect(overview).not.toHaveProperty('lastVerify')
})

test('V-61 verifying says what was looked at, and the overview remembers it', async () => {
  const { call, ended } = withWrites(30)
  const task = await ended(await call('engine.verify', {}))
  expect(task).toMatchObject({
    state: 'done',
    kind: 'verify',
    outcome: '30 changes and 21 documents verified: the chain and every hash hold.',
  })
  expect((await call('engine.overview', {})).lastVerify).toMatchObject({ problems: 0, changes: 30 })
})

test('V-61 compacting lets versions go and says so; without a plan it is refused', async () => {
  const { call, ended, state, storage } = withWrites(30)
  for (let index = 0; index < 10; index++) state.setState('audit', index, { historySize: 7 })
  const task = await ended(await call('engine.compact', { keepVersions: 2 }))
  expect(task).toMatchObject({ state: 'done', kind: 'compact' })
  const readable = (key: string): number => storage.history(key, { limit: 20 }).filter((version) => version.readable).length
  expect([readable('hot'), readable('audit')]).toEqual([2, 7])
  await expect(call('engine.compact', {})).rejects.toEqual(expect.objectContaining({ code: 'E_SCHEMA' }))
})

test('V-61 the sample is loaded step by step, as its people would have written it', async () => {
  const { call, ended, storage } = createAdminFixture({
    sample: () => [
      { actor: 'importer', reason: 'as listed', operations: [{ key: 'a', value: 1 }] },
      {
        actor: 'editor',
        reason: 'put right',
        operations: [
          { key: 'a', value: 2 },
          { key: 'b', value: 1 },
        ],
      },
    ],
  })
  expect(await ended(await call('engine.load-sample', {}))).toMatchObject({ state: 'done', kind: 'sample', done: 3, total: 3 })
  expect(storage.history('a', { limit: 5 }).map(({ actor, reason }) => [actor, reason])).toEqual([
    ['editor', 'put right'],
    ['importer', 'as listed'],
  ])
})
