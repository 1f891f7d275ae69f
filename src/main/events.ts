import type { BrowserWindow } from 'electron'
import type { AdminService } from '../../engine/admin/admin-service.ts'
import type { AdminEvents } from '../../engine/admin/commands.ts'
import type { EngineHost } from './engine-host.ts'
import { gatherChanges } from './gather-changes.ts'
import { sendLatest } from './send-latest.ts'
import type { ConsoleSession } from './session/console-session.ts'
import { tell } from './window/console-window.ts'

/** Progress that a person can follow; a bar needs no more. */
const TASKS_MS = 100

type Handlers = { readonly [Name in keyof AdminEvents]: (payload: AdminEvents[Name]) => void }

/**
 * Passes on to the page what the engine tells to whoever works here, no more often than it can show it; to nobody, it
 * tells nothing. // V-70, V-320
 */
export function streamEvents(host: EngineHost, session: ConsoleSession, window: BrowserWindow): void {
  const changes = gatherChanges((gathered) => tell(window, 'changes', gathered))
  const tasks = sendLatest<AdminEvents['tasks']>(TASKS_MS, (latest) => tell(window, 'tasks', latest))
  const handlers: Handlers = {
    changes: changes.add,
    tasks: tasks.set,
    // The engine paces these itself.
    clients: (summary) => tell(window, 'clients', summary),
    conflicts: (summary) => tell(window, 'conflicts', summary),
    audit: (last) => tell(window, 'audit', last),
    monitoring: (news) => tell(window, 'monitoring', news),
    hub: (state) => tell(window, 'hub', state),
    support: (summary) => tell(window, 'support', summary),
    log: (last) => tell(window, 'log', last),
    demo: (state) => tell(window, 'demo', state),
    backups: (status) => tell(window, 'backups', status),
  }
  let admin: AdminService | undefined
  let stops: readonly (() => void)[] = []
  const follow = (): void => {
    for (const stop of stops) stop()
    const caller = session.callerOrNobody()
    stops = admin === undefined || caller === undefined ? [] : listen(admin, handlers, caller)
  }
  host.onEngine((engine) => {
    admin = engine?.admin
    follow()
  })
  session.onChanged(follow)
  host.onState((state) => tell(window, 'host', state))
  window.once('closed', () => {
    changes.stop()
    tasks.stop()
  })
}

function listen(admin: AdminService, handlers: Handlers, caller: Parameters<AdminService['on']>[2]): readonly (() => void)[] {
  const names = Object.keys(handlers) as (keyof AdminEvents)[]
  const follow = <Name extends keyof AdminEvents>(name: Name, handler: Handlers[Name]): (() => void) =>
    admin.on(name, handler, caller)
  return names.map((name) => follow(name, handlers[name]))
}
