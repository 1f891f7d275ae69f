import { expect, test } from 'vitest'
import { policyOf } from '../../core/policy/index.ts'
import type { DocumentGrant } from '../../core/policy/index.ts'
import type { HistoryEntry } from '../../ports/storage.ts'
import { PermittedStorage } from './permitted-storage.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { endOfTask } from '../tasks/end-of-task.ts'
import type { Caller } from '../calls/caller.ts'
import type { AdminEvents } from '../commands.ts'

const CANARY = 'canary-4711'
const nurse = callerOf({
  read: ['ward/1/**'],
  write: ['ward/1/**'],
  hide: [{ pattern: '**', fields: ['/ssn', '/bills/*/amount'] }],
})
const forbidden = { code: 'E_FORBIDDEN' }

function callerOf(grant: DocumentGrant): Caller {
  return { actor: 'nurse', access: ['read', 'write', 'operate'], policy: policyOf([grant]) }
}

function ward() {
  const fixture = createAdminFixture()
  const { state } = fixture
  const patient = (name: string) => ({ name, ssn: CANARY, bills: [{ amount: 4711, of: 'x-ray' }] })
  state.setState('ward/1/ann', patient('Ann'))
  state.setState('ward/1/ann', patient('Anna'))
  state.setState('ward/1/bed', { free: true })
  state.setState(`ward/2/${CANARY}`, patient('Zoe'))
  state.setState('office/budget', { ssn: CANARY })
  return fixture
}

test('I-5 what somebody asks shows no document and no field that is out of their reach', async () => {
  const { call, completed, state } = ward()
  const answers: unknown[] = []
  const ask = async (...args: Parameters<typeof call>): Promise<unknown> => {
    const answer = await call(args[0], args[1] as never, nurse)
    answers.push(answer)
    return answer
  }
  expect(await ask('documents.get', { key: 'ward/1/ann' })).toMatchObject({ value: { name: 'Anna', bills: [{ of: 'x-ray' }] } })
  expect(await ask('documents.get', { key: 'ward/1/ann', version: 1 })).toMatchObject({ value: { name: 'Ann' } })
  expect(await ask('documents.get', { key: `ward/2/${CANARY}` })).toBeNull()
  expect(await ask('documents.text', { key: 'office/budget', maxBytes: 1000 })).toBeNull()
  await ask('documents.text', { key: 'ward/1/ann', maxBytes: 1000 })
  expect(await ask('documents.children', { prefix: '', limit: 10 })).toMatchObject([
    { name: 'ward', documents: null, branch: true },
  ])
  expect(await ask('documents.children', { prefix: 'ward', limit: 10 })).toMatchObject([{ name: '1' }])
  expect(await ask('documents.complete-key', { text: 'a', limit: 10 })).toMatchObject([
    { key: 'ward/1/ann' },
    { key: 'ward/1/bed' },
  ])
  expect(await ask('history.recent', { limit: 10 })).toHaveLength(3)
  const versions = (await ask('history.list', { key: 'ward/1/ann', limit: 10 })) as readonly HistoryEntry[]
  expect(versions.map(({ hash, deleted }) => [hash, deleted])).toEqual([
    [undefined, false],
    [undefined, false],
  ])
  expect(await ask('history.list', { key: 'office/budget', limit: 10 })).toEqual([])
  await ask('history.diff', { key: 'ward/1/ann', from: 0, to: 2 })
  expect(await ask('engine.overview', {})).toMatchObject({ hottest: expect.not.arrayContaining([{ key: 'office/budget' }]) })
  await ask('engine.timeline', { buckets: 4, key: 'office/budget' })
  state.setState('office/budget', { ssn: CANARY, n: 2 })
  expect(await ask('history.preview-rollback', { pattern: '**', at: 0, limit: 10 })).toMatchObject({ count: 2 })
  for (const [filter, matches] of [
    ['', 2],
    [`ssn=${CANARY}`, 0],
    [`-ssn=${CANARY}`, 2],
    [CANARY, 0],
    ['name=Anna', 1],
  ] as const) {
    const set = await call('results.open', { filter, sort: 'updatedAt', descending: true }, nurse)
    const done = set.complete ? set : await completed(set)
    expect([filter, done.matches]).toEqual([filter, matches])
    answers.push(await call('results.rows', { id: set.id, from: 0, count: 10 }, nurse))
  }
  expect(JSON.stringify(answers)).not.toContain(CANARY)
  expect(JSON.stringify(answers)).not.toContain('4711')
  // A list of somebody else's is not theirs to page.
  const { id } = await call('results.open', { filter: '', sort: 'key', descending: false })
  await expect(call('results.rows', { id, from: 0, count: 10 }, nurse)).rejects.toMatchObject({ code: 'E_RESULT_SET_GONE' })
})

test('I-4 what somebody writes stays within their reach, and keeps what they do not see', async () => {
  const { call, state, storage, admin } = ward()
  const list = () => call('tasks.list', {}, nurse)
  const endOfNursesTask = (taskId: string) => endOfTask({ list, onChange: (handler) => admin.on('tasks', handler, nurse) }, taskId)
  const write = (key: string, text: string, baseVersion: number) => call('documents.set', { key, text, baseVersion }, nurse)
  await write('ward/1/ann', '{"name":"Ann B.","bills":[{"of":"x-ray"}]}', 2)
  expect(state.getState('ward/1/ann')).toEqual({ name: 'Ann B.', ssn: CANARY, bills: [{ amount: 4711, of: 'x-ray' }] })
  const digest = storage.digest()
  await expect(write('ward/1/ann', `{"name":"Ann","ssn":"${CANARY}","bills":[{"of":"x-ray"}]}`, 3)).rejects.toMatchObject(forbidden)
  await expect(write('ward/1/new', '{"ssn":"1"}', 0)).rejects.toMatchObject(forbidden)
  await expect(write('office/budget', '1', 1)).rejects.toMatchObject(forbidden)
  await expect(call('documents.delete', { key: 'office/budget', baseVersion: 1 }, nurse)).rejects.toMatchObject(forbidden)
  const tagged = await call('documents.tag-many', { keys: ['office/budget'], expectedCount: 1, add: ['seen'], remove: [] }, nurse)
  expect(await endOfNursesTask(tagged.taskId)).toMatchObject({
    state: 'failed',
    error: expect.objectContaining({ code: 'E_STALE_PREVIEW' }),
  })
  await expect(call('documents.undo', { fromSeq: 1, toSeq: 5 }, nurse)).rejects.toMatchObject(forbidden)
  expect(storage.digest()).toBe(digest)
})

test('I-4 a rollback that would change what is hidden is refused', async () => {
  const { call, state, admin } = ward()
  state.setState('ward/1/ann', { name: 'Ann', ssn: 'other', bills: [] })
  const { taskId } = await call('history.rollback', { key: 'ward/1/ann', version: 1, expectedCount: 1 }, nurse)
  const list = () => call('tasks.list', {}, nurse)
  const task = await endOfTask({ list, onChange: (handler) => admin.on('tasks', handler, nurse) }, taskId)
  expect(task).toMatchObject({ state: 'failed', error: expect.objectContaining(forbidden) })
  expect(state.getState('ward/1/ann')).toMatchObject({ ssn: 'other' })
  // Tasks are seen by those whose they are.
  expect(await call('tasks.list', {})).toEqual([])
})

test('I-12 what shows more than documents is for those who may read or write everything', async () => {
  const { call } = ward()
  const reader: Caller = { actor: 'aud', access: ['read', 'audit', 'operate'], policy: policyOf([{ read: ['**'], write: [] }]) }
  for (const command of ['support.tickets', 'logs.page', 'rules.overview', 'audit.overview', 'backups.settings'] as const)
    await expect(call(command, {}, { ...nurse, access: ['read', 'operate', 'audit'] })).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(FORBIDDEN|SCHEMA)$/),
    })
  await expect(call('engine.compact', { keepVersions: 1 }, reader)).rejects.toMatchObject(forbidden)
  await expect(call('engine.load-sample', {}, nurse)).rejects.toMatchObject(forbidden)
})

test('I-5 somebody is told of changes within their reach', () => {
  const { admin, state } = ward()
  const told: AdminEvents['changes'][] = []
  const stop = admin.on('changes', (changes) => told.push(changes), nurse)
  state.setState('office/budget', 1)
  state.setState('ward/1/bed', { free: false })
  stop()
  expect(told.flatMap(({ notices }) => notices.map(({ key }) => key))).toEqual(['ward/1/bed'])
})

test('I-5 whoever guesses ids or pages through what they may not read finds nothing', () => {
  const { storage } = ward()
  const seen = new PermittedStorage(storage, policyOf([{ read: ['ward/1/**'], write: [] }]))
  const ids = storage.list({ limit: 10 }).map(({ id }) => id)
  expect(seen.rows(ids).map((row) => row?.key)).toEqual([undefined, 'ward/1/ann', 'ward/1/bed', undefined])
  expect(seen.list({ limit: 1 }).map(({ key }) => key)).toEqual(['ward/1/ann'])
  expect(seen.list({ limit: 1, after: 'ward/1/bed' })).toEqual([])
  expect(seen.log({ after: 0, limit: 10 }).map(({ key }) => key)).toEqual(['ward/1/ann', 'ward/1/ann', 'ward/1/bed'])
  expect(seen.history('ward/1/bed', { limit: 1 })[0]?.hash).toBeTypeOf('string')
  expect(seen.head()).toEqual({ seq: 5, at: expect.any(Number) as number })
})
