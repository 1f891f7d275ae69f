import { expect, test } from 'vitest'

import type { TaskView } from '../../shared/contract.ts'
import { installBridge } from '../testing/bridge-double.ts'
import { useTasks } from './tasks.ts'
import { useToasts } from './toasts.ts'

const running: TaskView = {
  id: 't1',
  kind: 'import',
  title: 'Import cities.json',
  state: 'running',
  done: 10,
  total: 100,
  startedAt: 1_000,
}
const done: TaskView = {
  ...running,
  state: 'done',
  done: 100,
  endedAt: 2_000,
  outcome: '100 documents imported.',
  undo: { fromSeq: 1, toSeq: 100 },
}

test('V-14 the end of a task is announced once, with its outcome and its undo', async () => {
  const { tell, asked } = installBridge({
    'tasks.list': () => ({ ok: true, value: [running] }),
    'documents.undo': () => ({ ok: true, value: { done: true, writes: [] } }),
  })
  const tasks = useTasks()
  const toasts = useToasts()
  await tasks.load()
  expect(tasks.running).toHaveLength(1)
  tell('tasks', [{ ...running, done: 60 }])
  expect(toasts.shown).toEqual([])
  tell('tasks', [done])
  tell('tasks', [done])
  expect(toasts.shown).toHaveLength(1)
  expect(toasts.shown[0]).toMatchObject({ title: 'Import cities.json', text: '100 documents imported.', tone: 'ok' })
  await toasts.undoLast()
  expect(asked.at(-1)).toEqual(['documents.undo', { fromSeq: 1, toSeq: 100 }])
})

test('V-14 waiting for a task ends when it ends, also when it has ended already', async () => {
  const { tell } = installBridge({ 'tasks.list': () => ({ ok: true, value: [running] }) })
  const tasks = useTasks()
  await tasks.load()
  const ending = tasks.ending('t1')
  const failed: TaskView = { ...running, state: 'failed', error: { code: 'E_DISK', message: 'The disk is full.', details: {} } }
  tell('tasks', [failed])
  expect(await ending).toEqual(failed)
  expect(await tasks.ending('t1')).toEqual(failed)
  expect(useToasts().shown[0]).toMatchObject({ tone: 'danger', text: 'The disk is full.' })
})

test('V-14 what had ended before the page came is history, not news', async () => {
  installBridge({ 'tasks.list': () => ({ ok: true, value: [done] }) })
  const tasks = useTasks()
  await tasks.load()
  expect(tasks.ended).toHaveLength(1)
  expect(useToasts().shown).toEqual([])
})
