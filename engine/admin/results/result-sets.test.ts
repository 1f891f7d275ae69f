import { expect, test } from 'vitest'
import { createAdminFixture, type AdminFixture } from '../../testing/admin-fixture.ts'
import type { ResultSet } from '../commands.ts'

const refused = (code: string): unknown => expect.objectContaining({ code })
const all = { filter: '', sort: 'key', descending: false } as const

/** So many documents `n/0000` ... with a size that goes up and down. */
function withDocuments(count: number): AdminFixture {
  const fixture = createAdminFixture()
  const operations = Array.from({ length: count }, (_, index) => ({
    key: `n/${String(index).padStart(4, '0')}`,
    value: { n: index, pad: 'x'.repeat((index * 37) % 50) },
  }))
  fixture.state.batch(operations)
  return fixture
}

const keysOf = async (fixture: AdminFixture, { id }: ResultSet, from = 0, count = 1000): Promise<(string | undefined)[]> =>
  (await fixture.call('results.rows', { id, from, count })).map((row) => row?.key)

test('V-53 a set is filled in slices, and its first rows are known before its last', async () => {
  const fixture = withDocuments(3000)
  const opened = await fixture.call('results.open', all)
  expect(opened).toMatchObject({ complete: false, seq: 3000 })
  expect(opened.examined).toBeLessThan(3000)
  expect(await keysOf(fixture, opened, 0, 2)).toEqual(['n/0000', 'n/0001'])
  expect(await fixture.completed(opened)).toMatchObject({
    matches: 3000,
    listed: 3000,
    examined: 3000,
    total: 3000,
    complete: true,
  })
})

test('V-53 rows keep their places while the store changes', async () => {
  const fixture = withDocuments(5)
  const set = await fixture.completed(await fixture.call('results.open', all))
  fixture.state.setState('a/new', 1)
  fixture.state.deleteState('n/0001')
  const rows = await fixture.call('results.rows', { id: set.id, from: 0, count: 10 })
  expect(rows.map((row) => [row?.key, row?.deleted])).toEqual([
    ['n/0000', false],
    ['n/0001', true],
    ['n/0002', false],
    ['n/0003', false],
    ['n/0004', false],
  ])
})

test('V-53 eight sets stay open, and the one that was not used longest goes first', async () => {
  const fixture = withDocuments(1)
  const sets: ResultSet[] = []
  for (let index = 0; index < 8; index++) sets.push(await fixture.call('results.open', all))
  const [first, second] = sets as [ResultSet, ResultSet]
  await keysOf(fixture, first)
  await fixture.call('results.open', all)
  await keysOf(fixture, first)
  await expect(keysOf(fixture, second)).rejects.toEqual(refused('E_RESULT_SET_GONE'))
  await fixture.call('results.close', { id: first.id })
  await expect(keysOf(fixture, first)).rejects.toEqual(refused('E_RESULT_SET_GONE'))
})

test.each([
  ['sizeBytes', false],
  ['sizeBytes', true],
  ['updatedAt', true],
  ['version', false],
  ['key', true],
] as const)('V-54 by %s, descending %s, rows are known at the end and in order', async (sort, descending) => {
  const fixture = withDocuments(2500)
  for (const index of [7, 3, 2000]) {
    fixture.clock.advance(1000)
    fixture.state.setState(`n/${String(index).padStart(4, '0')}`, { changed: index })
  }
  const opened = await fixture.call('results.open', { filter: '', sort, descending })
  expect(await keysOf(fixture, opened, 0, 1)).toEqual([undefined])
  const set = await fixture.completed(opened)
  const rows = []
  for (let from = 0; from < set.listed; from += 1000)
    rows.push(...(await fixture.call('results.rows', { id: set.id, from, count: 1000 })))
  const expected = fixture.storage.list({ limit: 3000 }).toSorted((a, b) => (sort === 'key' ? 0 : a[sort] - b[sort]))
  if (descending) expected.reverse()
  expect(rows.map((row) => row?.key)).toEqual(expected.map(({ key }) => key))
})

test('V-55 a filter says how many match and how many there are', async () => {
  const fixture = withDocuments(1000)
  const set = await fixture.completed(await fixture.call('results.open', { ...all, filter: 'n<10' }))
  expect(set).toMatchObject({ matches: 10, total: 1000 })
  await expect(fixture.call('results.open', { ...all, filter: '"open' })).rejects.toEqual(refused('E_FILTER'))
})

test('V-56 documents that match since the list was made are counted', async () => {
  const fixture = withDocuments(20)
  const { id } = await fixture.completed(await fixture.call('results.open', { ...all, filter: 'n<10' }))
  const arrived = async (): Promise<number> => (await fixture.call('results.continue', { id })).arrived
  expect(await arrived()).toBe(0)
  fixture.state.setState('n/new', { n: 1 })
  fixture.state.setState('n/0015', { n: 2 })
  fixture.state.setState('n/0003', { n: 4 })
  fixture.state.setState('n/other', { n: 400 })
  expect(await arrived()).toBe(2)
  fixture.state.deleteState('n/new')
  fixture.state.setState('n/0015', { n: 99 })
  expect(await arrived()).toBe(0)
})

test('V-57 at an instant the rows are what they were, and say whether they changed since', async () => {
  const fixture = withDocuments(5)
  const at = fixture.clock.now()
  fixture.clock.advance(1000)
  fixture.state.setState('n/0000', { n: 100 })
  fixture.state.deleteState('n/0001')
  fixture.state.setState('n/later', { n: 1 })
  const set = await fixture.completed(await fixture.call('results.open', { ...all, filter: 'n<4', at }))
  expect(set).toMatchObject({ matches: 4, total: 5, seq: 5, arrived: 0 })
  const rows = await fixture.call('results.rows', { id: set.id, from: 0, count: 10 })
  expect(rows.map((row) => [row?.key, row?.version, row?.deleted, row?.changedSince])).toEqual([
    ['n/0000', 1, false, true],
    ['n/0001', 1, false, true],
    ['n/0002', 1, false, false],
    ['n/0003', 1, false, false],
  ])
})

test('V-57 an instant below the horizon is refused', async () => {
  const fixture = withDocuments(5)
  const at = fixture.clock.now()
  fixture.clock.advance(10_000)
  fixture.state.setState('n/0000', 1)
  await fixture.ended(await fixture.call('engine.compact', { before: at + 5000 }))
  const early = fixture.call('results.open', { ...all, at: at - 1 })
  await expect(early).rejects.toEqual(refused('E_COMPACTED'))
})
