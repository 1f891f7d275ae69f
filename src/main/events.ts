import type { BrowserWindow } from 'electron'
import type { AdminEvents } from '../../engine/admin/commands.ts'
import type { EngineHost } from './engine-host.ts'
import { sendLatest } from './send-latest.ts'
import { tell } from './window/console-window.ts'

/** One frame at 60 Hz: the page can not show more often than that. */
const FRAME_MS = 16
/** More notices than a view could name; the rest is counted. */
const MOST_NOTICES = 500

/** Progress that a person can follow; a bar needs no more. */
const TASKS_MS = 100

type Changes = AdminEvents['changes']

/** Passes on to the page what the engine tells, no more often than it can show it. */
export function streamEvents(host: EngineHost, window: BrowserWindow): void {
  const changes = gatherChanges((gathered) => tell(window, 'changes', gathered))
  const tasks = sendLatest<AdminEvents['tasks']>(TASKS_MS, (latest) => tell(window, 'tasks', latest))
  host.onEvent('changes', changes.add)
  host.onEvent('tasks', tasks.set)
  host.onState((state) => tell(window, 'host', state))
  window.once('closed', () => {
    changes.stop()
    tasks.stop()
  })
}

/** Gathers what happens within a frame into one message, capped: a flood of changes never floods the page. */
export function gatherChanges(send: (changes: Changes) => void): { add(changes: Changes): void; stop(): void } {
  let gathered: Changes | undefined
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    if (gathered !== undefined) send(gathered)
    gathered = undefined
  }
  return {
    add(changes) {
      gathered = gathered === undefined ? capped(changes) : capped(joined(gathered, changes))
      timer ??= setTimeout(flush, FRAME_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function joined(earlier: Changes, later: Changes): Changes {
  return {
    head: later.head,
    notices: [...earlier.notices, ...later.notices],
    omitted: earlier.omitted + later.omitted,
  }
}

function capped(changes: Changes): Changes {
  const surplus = changes.notices.length - MOST_NOTICES
  if (surplus <= 0) return changes
  return { ...changes, notices: changes.notices.slice(-MOST_NOTICES), omitted: changes.omitted + surplus }
}
