import { expect, test } from 'vitest'
import { createAdminFixture } from '../../testing/admin-fixture.ts'

const refused = (code: string): unknown => expect.objectContaining({ code })

test('V-59 an edit is undone at once, and the undo can be undone', async () => {
  const { call, state } = createAdminFixture()
  state.setState('a', 1)
  const { seq } = await call('documents.set', { key: 'a', baseVersion: 1, text: '2' })
  const undone = await call('documents.undo', { fromSeq: seq, toSeq: seq })
  expect(undone).toMatchObject({ done: true, writes: [{ key: 'a', version: 3 }], undo: { fromSeq: 3, toSeq: 3 } })
  expect(state.getState('a')).toBe(1)
  expect(state.getHistory('a')[0]).toMatchObject({ kind: 'rollback', actor: 'operator-1', cause: 'undo:2' })
  await call('documents.undo', { fromSeq: 3, toSeq: 3 })
  expect(state.getState('a')).toBe(2)
})

test('V-59 a deletion and a creation are undone', async () => {
  const { call, state } = createAdminFixture()
  const created = await call('documents.set', { key: 'a', baseVersion: 0, text: '1' })
  const deleted = await call('documents.delete', { key: 'a', baseVersion: 1 })
  await call('documents.undo', { fromSeq: deleted.seq, toSeq: deleted.seq })
  expect(state.getState('a')).toBe(1)
  await call('documents.undo', { fromSeq: 3, toSeq: 3 })
  expect(state.getState('a')).toBeUndefined()
  expect(created.changed).toBe(true)
})

test('V-59 when a key has moved on since, nothing is undone', async () => {
  const { call, state } = createAdminFixture()
  state.batch([
    { key: 'a', value: 1 },
    { key: 'b', value: 1 },
  ])
  state.setState('b', 2)
  await expect(call('documents.undo', { fromSeq: 1, toSeq: 2 })).rejects.toEqual(refused('E_UNDO_MOVED'))
  expect(state.getState('a')).toBe(1)
})

test('V-59 a large undo is a task, as atomic as a small one', async () => {
  const { call, state, storage, ended } = createAdminFixture()
  state.batch(Array.from({ length: 2500 }, (_, index) => ({ key: `n/${index}`, value: index })))
  const answer = await call('documents.undo', { fromSeq: 1, toSeq: 2500 })
  if (answer.done) throw new Error('expected a task')
  expect(await ended(answer)).toMatchObject({
    state: 'done',
    kind: 'undo',
    outcome: '2,500 documents put back.',
    undo: { fromSeq: 2501, toSeq: 5000 },
  })
  expect(storage.statistics().documents).toBe(0)
})
