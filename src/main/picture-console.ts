import type { Caller } from '../../engine/admin/calls/caller.ts'
import type { AdminService } from '../../engine/admin/admin-service.ts'
import type { TaskView } from '../../engine/admin/commands.ts'
import { endOfTask } from '../../engine/admin/tasks/end-of-task.ts'
import { takeScreenshot } from './screenshot.ts'
import { startWindow, type ConsoleParts } from './start-window.ts'

/** How long the page may take to show itself, in milliseconds. */
const PATIENCE_MS = 60_000

const photographer: Caller = { actor: 'sample', access: ['read', 'operate'] }

/** Shows the console once, with the sample workspace when the store is empty, and writes a picture. Answers the exit code. */
export async function pictureConsole(file: string, parts: ConsoleParts): Promise<number> {
  try {
    await parts.opened
    await fillWhenEmpty(parts.host.admin())
    const route = await showpiece(parts.host.admin())
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The page did not become ready within a minute.')), PATIENCE_MS)
      const onReady = (): void => {
        clearTimeout(timer)
        takeScreenshot(window, file).then(resolve, reject)
      }
      const window = startWindow(parts, onReady, route)
    })
    process.stdout.write(`${file}\n`)
    return 0
  } catch (error) {
    parts.report(error)
    return 1
  }
}

/** The State view, with a document of the sample open when there is one. */
async function showpiece(admin: AdminService): Promise<string> {
  const key = 'countries/CH'
  const document = await admin.call('documents.get', { key }, photographer)
  return document === null ? '/state' : `/state?key=${encodeURIComponent(key)}`
}

async function fillWhenEmpty(admin: AdminService): Promise<void> {
  const { changes } = await admin.call('engine.overview', {}, photographer)
  if (changes > 0) return
  const { taskId } = await admin.call('engine.load-sample', {}, photographer)
  const tasks = {
    list: () => admin.call('tasks.list', {}, photographer),
    onChange: (handler: (views: readonly TaskView[]) => void) => admin.on('tasks', handler),
  }
  const task = await endOfTask(tasks, taskId)
  if (task.state !== 'done') throw new Error(task.error?.message ?? 'The sample workspace was not loaded.')
}
