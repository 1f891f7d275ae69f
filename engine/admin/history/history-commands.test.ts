import { expect, test } from 'vitest'
import { createAdminFixture, type AdminFixture } from '../../testing/admin-fixture.ts'

const refused = (code: string): unknown => expect.objectContaining({ code })

/** Ten documents; afterwards one changed, one deleted, one deleted and made anew alike, one created. */
function withHistory(): AdminFixture & { readonly at: number } {
  const fixture = createAdminFixture()
  const { state, clock } = fixture
  for (let index = 0; index < 10; index++) state.setState(`n/${index}`, { n: index })
  const at = clock.now()
  clock.advance(1000)
  state.setState('n/1', { n: 100 })
  state.deleteState('n/2')
  state.deleteState('n/3')
  state.setState('n/3', { n: 3 })
  state.setState('n/new', 1)
  state.setState('other', 1)
  return { ...fixture, at }
}

test('V-60 the preview counts exactly what would change, and the rollback does just that', async () => {
  const { call, at, state, storage, ended } = withHistory()
  const preview = await call('history.preview-rollback', { pattern: 'n/*', at, limit: 10 })
  expect(preview).toEqual({
    count: 3,
    seq: 16,
    lines: [
      { key: 'n/1', fromVersion: 2, toVersion: 1, effect: 'change' },
      { key: 'n/2', fromVersion: 2, toVersion: 1, effect: 'recreate' },
      { key: 'n/new', fromVersion: 1, toVersion: 0, effect: 'delete' },
    ],
  })
  const task = await ended(await call('history.rollback', { pattern: 'n/*', at, expectedCount: 3, reason: 'mistake' }))
  expect(task).toMatchObject({ state: 'done', outcome: '3 documents rolled back.', undo: { fromSeq: 17, toSeq: 19 } })
  expect([state.getState('n/1'), state.getState('n/2'), state.getState('n/new'), state.getState('other')]).toEqual([
    { n: 1 },
    { n: 2 },
    undefined,
    1,
  ])
  expect(storage.history('n/1', { limit: 1 })[0]).toMatchObject({ kind: 'rollback', actor: 'operator-1', reason: 'mistake' })
  expect((await call('history.preview-rollback', { pattern: 'n/*', at, limit: 10 })).count).toBe(0)
})

test('V-60 a rollback whose count has changed since the preview changes nothing', async () => {
  const { call, at, state, storage, ended } = withHistory()
  state.setState('n/9', 'moved')
  const task = await ended(await call('history.rollback', { pattern: 'n/*', at, expectedCount: 3 }))
  expect(task).toMatchObject({ state: 'failed', error: { code: 'E_STALE_PREVIEW', details: { expected: 3, actual: 4 } } })
  expect(storage.head().seq).toBe(17)
})

test('V-60 one key goes back to a version, and to the one that it has already there is nothing to do', async () => {
  const { call, state, ended } = withHistory()
  expect(await call('history.preview-rollback', { key: 'n/1', version: 1, limit: 1 })).toMatchObject({ count: 1 })
  expect(await call('history.preview-rollback', { key: 'n/1', version: 2, limit: 1 })).toMatchObject({ count: 0, lines: [] })
  await ended(await call('history.rollback', { key: 'n/1', version: 1, expectedCount: 1 }))
  expect(state.getState('n/1')).toEqual({ n: 1 })
  await expect(call('history.preview-rollback', { key: 'n/1', version: 99, limit: 1 })).rejects.toEqual(
    refused('E_VERSION_UNKNOWN'),
  )
})

test('V-60 the log is read newest first, in pages', async () => {
  const { call } = withHistory()
  const seqs = async (page: { before?: number; limit: number }): Promise<number[]> =>
    (await call('history.recent', page)).map(({ seq }) => seq)
  expect(await seqs({ limit: 3 })).toEqual([16, 15, 14])
  expect(await seqs({ before: 14, limit: 2 })).toEqual([13, 12])
  expect(await seqs({ before: 2, limit: 5 })).toEqual([1])
  expect(await seqs({ before: 1, limit: 5 })).toEqual([])
  expect((await call('history.list', { key: 'n/3', before: 3, limit: 5 })).map(({ version }) => version)).toEqual([2, 1])
})

test('V-64 versions are compared, also with what was not there', async () => {
  const { call } = withHistory()
  expect((await call('history.diff', { key: 'n/1', from: 1, to: 2 })).lines).toEqual([
    { path: ['n'], change: 'changed', before: 1, after: 100 },
  ])
  expect((await call('history.diff', { key: 'n/1', from: 0, to: 1 })).lines).toEqual([{ path: ['n'], change: 'added', after: 1 }])
  expect((await call('history.diff', { key: 'n/2', from: 1, to: 2 })).lines).toEqual([
    { path: ['n'], change: 'removed', before: 2 },
  ])
  await expect(call('history.diff', { key: 'n/1', from: 1, to: 9 })).rejects.toEqual(refused('E_VERSION_UNKNOWN'))
})
