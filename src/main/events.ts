import type { BrowserWindow } from 'electron'
import type { AdminEvents } from '../../engine/admin/commands.ts'
import type { EngineHost } from './engine-host.ts'
import { gatherChanges } from './gather-changes.ts'
import { sendLatest } from './send-latest.ts'
import { tell } from './window/console-window.ts'

/** Progress that a person can follow; a bar needs no more. */
const TASKS_MS = 100

/** Passes on to the page what the engine tells, no more often than it can show it. // V-70 */
export function streamEvents(host: EngineHost, window: BrowserWindow): void {
  const changes = gatherChanges((gathered) => tell(window, 'changes', gathered))
  const tasks = sendLatest<AdminEvents['tasks']>(TASKS_MS, (latest) => tell(window, 'tasks', latest))
  host.onEvent('changes', changes.add)
  host.onEvent('tasks', tasks.set)
  // The engine paces these itself.
  host.onEvent('clients', (summary) => tell(window, 'clients', summary))
  host.onEvent('conflicts', (summary) => tell(window, 'conflicts', summary))
  host.onEvent('audit', (last) => tell(window, 'audit', last))
  host.onEvent('monitoring', (news) => tell(window, 'monitoring', news))
  host.onEvent('hub', (state) => tell(window, 'hub', state))
  host.onEvent('support', (summary) => tell(window, 'support', summary))
  host.onEvent('log', (last) => tell(window, 'log', last))
  host.onEvent('demo', (state) => tell(window, 'demo', state))
  host.onEvent('backups', (status) => tell(window, 'backups', status))
  host.onState((state) => tell(window, 'host', state))
  window.once('closed', () => {
    changes.stop()
    tasks.stop()
  })
}
