import { expect, test } from 'vitest'
import { createAdminFixture, type AdminFixture } from '../../testing/admin-fixture.ts'

function withDocuments(count: number): AdminFixture {
  const fixture = createAdminFixture()
  fixture.state.batch(
    Array.from({ length: count }, (_, index) => ({ key: `n/${String(index).padStart(4, '0')}`, value: { n: index } })),
  )
  return fixture
}

async function openSet(fixture: AdminFixture, filter: string): Promise<string> {
  const opened = await fixture.call('results.open', { filter, sort: 'key', descending: false })
  return (await fixture.completed(opened)).id
}

test('V-58 everything that a result set holds is deleted as one act, and comes back as one', async () => {
  const fixture = withDocuments(2000)
  const { call, storage, ended } = fixture
  const resultSet = await openSet(fixture, 'n<1500')
  const task = await ended(await call('documents.delete-many', { resultSet, expectedCount: 1500, reason: 'tidy' }))
  expect(task).toMatchObject({
    state: 'done',
    outcome: '1,500 documents deleted.',
    done: 1500,
    undo: { fromSeq: 2001, toSeq: 3500 },
  })
  expect(storage.statistics()).toMatchObject({ documents: 500, deletedDocuments: 1500 })
  expect(storage.history('n/0000', { limit: 1 })[0]).toMatchObject({
    actor: 'operator-1',
    reason: 'tidy',
    cause: `bulk:${task.id}`,
    deleted: true,
  })
  const undone = await call('documents.undo', { fromSeq: 2001, toSeq: 3500 })
  if (!undone.done) await ended(undone)
  expect(storage.statistics().documents).toBe(2000)
})

test('V-58 spans choose rows of a set by their places', async () => {
  const fixture = withDocuments(100)
  const resultSet = await openSet(fixture, '')
  const spans = [
    [0, 2],
    [98, 1000],
  ] as const
  await fixture.ended(await fixture.call('documents.delete-many', { resultSet, spans, expectedCount: 4 }))
  const left = fixture.storage.list({ limit: 1000 }).map(({ key }) => key)
  expect([left.length, left[0], left.at(-1)]).toEqual([96, 'n/0002', 'n/0097'])
})

test('V-58 a count that is no longer right changes nothing', async () => {
  const fixture = withDocuments(10)
  const resultSet = await openSet(fixture, '')
  fixture.state.deleteState('n/0003')
  const task = await fixture.ended(await fixture.call('documents.delete-many', { resultSet, expectedCount: 10 }))
  expect(task).toMatchObject({ state: 'failed', error: { code: 'E_STALE_PREVIEW', details: { expected: 10, actual: 9 } } })
  expect(fixture.storage.statistics().documents).toBe(9)
})

test('V-58 a cancelled act leaves nothing behind, and the store takes writes again', async () => {
  const fixture = withDocuments(3000)
  const resultSet = await openSet(fixture, '')
  const started = await fixture.call('documents.delete-many', { resultSet, expectedCount: 3000 })
  fixture.admin.on('tasks', ([task]) => {
    if (task?.state === 'running' && task.done > 500) void fixture.call('tasks.cancel', { id: started.taskId })
  })
  expect(await fixture.ended(started)).toMatchObject({ state: 'cancelled' })
  expect(fixture.storage.statistics().documents).toBe(3000)
  expect(fixture.state.setState('n/0000', 'again').changed).toBe(true)
})

test('V-58 tags are added and removed, and what has them already is left alone', async () => {
  const fixture = withDocuments(3)
  const keys = ['n/0000', 'n/0001', 'n/0001', 'gone']
  fixture.state.setMetadata('n/0001', { tags: ['new', 'old'] })
  fixture.state.setMetadata('n/0000', { tags: ['new'] })
  const task = await fixture.ended(
    await fixture.call('documents.tag-many', { keys, add: ['new'], remove: ['old'], expectedCount: 2 }),
  )
  expect(task).toMatchObject({ outcome: '1 document tagged anew.', undo: { fromSeq: 6, toSeq: 6 } })
  expect(fixture.state.getState('n/0001', { withMetadata: true })?.metadata.tags).toEqual(['new'])
})
