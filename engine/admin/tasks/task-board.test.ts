import { expect, test, vi } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import type { TaskView } from '../commands.ts'
import { endOfTask } from './end-of-task.ts'
import { TaskBoard, type TaskBoardOptions } from './task-board.ts'

function board(options: Partial<TaskBoardOptions> = {}): TaskBoard {
  let now = 1000
  let id = 0
  return new TaskBoard({
    clock: { now: () => now++ },
    random: { token: () => `task-${++id}`, fraction: () => 0.5 },
    report: () => {},
    problemsOf: () => [],
    ...options,
  })
}

const viewOf = (tasks: TaskBoard, id: string): TaskView | undefined => tasks.list().find((task) => task.id === id)

const ended = (tasks: TaskBoard, id: string): Promise<TaskView> => endOfTask(tasks, id)

test('V-61 a task is listed at once, tells its progress, and ends with a sentence', async () => {
  const tasks = board()
  const seen: string[] = []
  tasks.onChange(([task]) => seen.push(`${task?.state} ${task?.done}/${task?.total}`))
  const id = tasks.start('verify', 'Verify', async (control) => {
    control.progress(1, 2)
    return { outcome: 'All well.' }
  })
  expect(viewOf(tasks, id)).toMatchObject({ state: 'running', title: 'Verify' })
  expect(await ended(tasks, id)).toMatchObject({ state: 'done', outcome: 'All well.', done: 1, total: 2 })
  expect(seen).toEqual(['running 0/0', 'running 1/2', 'done 1/2'])
})

test('V-61 a task that fails says why, with its code and its bad lines', async () => {
  const problem = { line: 7, code: 'E_KEY', message: 'No key.' }
  const tasks = board({ problemsOf: () => [problem] })
  const id = tasks.start('import', 'Import', async () => {
    throw new SrvraError('E_IMPORT_REFUSED', 'Line 7: no key.')
  })
  expect(await ended(tasks, id)).toMatchObject({
    state: 'failed',
    outcome: 'Line 7: no key.',
    error: { code: 'E_IMPORT_REFUSED' },
    problems: [problem],
  })
})

test('V-61 an error that nobody foresaw fails the task and is reported', async () => {
  const report = vi.fn<(error: unknown) => void>()
  const tasks = board({ report })
  const id = tasks.start('export', 'Export', async () => {
    throw new TypeError('secret')
  })
  expect(await ended(tasks, id)).toMatchObject({ state: 'failed', error: { code: 'E_INTERNAL' } })
  expect(report).toHaveBeenCalledOnce()
})

test('V-61 a task can be cancelled, and an ended one stays as it ended', async () => {
  const tasks = board()
  const id = tasks.start('bulk', 'Delete', async ({ signal }) => {
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
    return { outcome: 'never' }
  })
  await Promise.resolve()
  tasks.cancel(id)
  expect(await ended(tasks, id)).toMatchObject({ state: 'cancelled', outcome: 'Cancelled. Nothing was changed.' })
  tasks.cancel(id)
  expect(viewOf(tasks, id)?.state).toBe('cancelled')
  expect(() => tasks.cancel('unknown')).toThrow(expect.objectContaining({ code: 'E_TASK_UNKNOWN' }))
})

test('V-61 fifty ended tasks are remembered, the newest first', async () => {
  const tasks = board()
  for (let index = 0; index < 60; index++)
    await ended(
      tasks,
      tasks.start('verify', `${index}`, async () => ({ outcome: 'ok' })),
    )
  expect(tasks.list()).toHaveLength(50)
  expect(tasks.list()[0]?.title).toBe('59')
})

test('V-61 closing cancels what runs, and waits for it', async () => {
  const tasks = board()
  let cleaned = false
  const id = tasks.start('verify', 'Verify', async ({ signal }) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve)
    })
    await Promise.resolve()
    cleaned = true
    signal.throwIfAborted()
    return { outcome: 'never' }
  })
  await Promise.resolve()
  const early = tasks.start('verify', 'Closed before its first line', async () => ({ outcome: 'never' }))
  await tasks.close()
  expect(viewOf(tasks, early)?.state).toBe('cancelled')
  expect(cleaned).toBe(true)
  expect(viewOf(tasks, id)?.state).toBe('cancelled')
})
