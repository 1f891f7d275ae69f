import { userInfo } from 'node:os'
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { Caller } from '../../engine/admin/calls/caller.ts'
import { isAdminCommand } from '../../engine/admin/admin-service.ts'
import { SrvraError } from '../../engine/core/errors.ts'
import { appCommands, type AppHooks } from './commands/app.ts'
import { clipboardCommands } from './commands/clipboard.ts'
import { conflictDraftCommands } from './commands/conflict-drafts.ts'
import { dialogCommands } from './commands/dialogs.ts'
import { fileCommands } from './commands/files.ts'
import { draftCommands } from './commands/drafts.ts'
import { filterCommands } from './commands/filters.ts'
import { hostCommands } from './commands/host.ts'
import { isForAnybody, isLocalCommand, NOBODY, runLocal, type LocalHandlers } from './commands/local-commands.ts'
import { sessionCommands } from './commands/session.ts'
import { preferenceCommands } from './commands/preferences.ts'
import type { ConsoleStore } from './console-store/console-store.ts'
import { streamEvents } from './events.ts'
import type { EngineHost } from './engine-host.ts'
import type { FileGrants } from './file-grants.ts'
import { answerCalls } from './ipc.ts'
import { noticeAlerts, noticeConflicts } from './notices/system-notices.ts'
import { closePolitely } from './window/close-politely.ts'
import { ConsoleSession } from './session/console-session.ts'
import { systemKeychain } from './session/keychain.ts'
import { keepPage, loadPage, openConsoleWindow, tell } from './window/console-window.ts'
import { reloadAfterCrash } from './window/reload-after-crash.ts'

/** What a window of the console works with. */
export interface ConsoleParts {
  /** Folder of the built page and preload script. */
  readonly build: string
  readonly dataDir: string
  readonly store: ConsoleStore
  readonly host: EngineHost
  /** Settles when the first try to open the store is over. */
  readonly opened: Promise<unknown>
  readonly grants: FileGrants
  readonly report: (error: unknown) => void
}

/** Opens the window and answers its page. `onReady` is called when the page has painted its first view, which `route` may name. */
export function startWindow(parts: ConsoleParts, onReady: () => void = () => {}, route = ''): BrowserWindow {
  const window = openConsoleWindow({
    preload: join(parts.build, 'preload', 'index.cjs'),
    developer: !app.isPackaged,
    states: parts.store.windows,
  })
  const session = new ConsoleSession(systemKeychain(parts.dataDir, parts.report), localOperator())
  parts.host.onEngine((engine) => session.attach(engine?.people))
  const handlers = localHandlers(parts, window, session, { access: () => session.anybody().access, onReady })
  answerCalls(async (command, args) => {
    if (isLocalCommand(command) && isForAnybody(command)) return runLocal(handlers, command, args, NOBODY)
    // Who works here is known once the store is open, or cannot be opened.
    await parts.opened
    if (isLocalCommand(command)) return runLocal(handlers, command, args, session.anybody())
    if (!isAdminCommand(command)) throw new SrvraError('E_SCHEMA', 'There is no such command.', { command: command.slice(0, 100) })
    return parts.host.admin().call(command, args, session.caller())
  }, parts.report)
  void parts.opened.then(() => showWhoWorksHere(session, window))
  streamEvents(parts.host, session, window)
  noticeConflicts(parts.host, window, parts.store.preferences, () => session.callerOrNobody())
  noticeAlerts(parts.host, window, parts.store.preferences, () => session.callerOrNobody(), parts.report)
  bringToFront(window)
  keepPage(window, parts.report)
  loadPage(window, route).catch(parts.report)
  return window
}

function localHandlers(
  parts: ConsoleParts,
  window: BrowserWindow,
  session: ConsoleSession,
  hooks: Pick<AppHooks, 'access' | 'onReady'>,
): LocalHandlers {
  let crash: string | undefined
  reloadAfterCrash(window, (reason) => {
    crash = reason
    parts.report(new Error(`The page's process ended: ${reason}.`))
  })
  const takeCrash = (): string | undefined => {
    const reason = crash
    crash = undefined
    return reason
  }
  const { store, host, grants, dataDir } = parts
  return {
    ...appCommands({ ...hooks, dataDir, takeCrash, onMayClose: closePolitely(window), sqliteVersion: () => store.sqliteVersion }),
    ...hostCommands(host, window, parts.opened),
    ...sessionCommands(session, [store.drafts, store.conflictDrafts]),
    ...preferenceCommands(store.preferences, (preferences) => tell(window, 'preferences', preferences)),
    ...draftCommands(store.drafts, Date.now, () => session.owner),
    ...conflictDraftCommands(store.conflictDrafts, Date.now, () => session.owner),
    ...filterCommands(store.filters),
    ...dialogCommands(window, grants),
    ...fileCommands(grants),
    ...clipboardCommands(),
  }
}

/** What somebody was shown is gone when somebody else works here, or nobody: the page begins anew. // V-321 */
function showWhoWorksHere(session: ConsoleSession, window: BrowserWindow): void {
  let worked = session.callerOrNobody() !== undefined
  session.onChanged(() => {
    if (window.isDestroyed()) return
    if (worked) void loadPage(window)
    else tell(window, 'session', session.state())
    worked = session.callerOrNobody() !== undefined
  })
}

/** The person at this machine, who may do everything that the files allow. */
function localOperator(): Caller {
  return { actor: userInfo().username, access: ['read', 'write', 'operate', 'audit', 'admin'], surface: 'console' }
}

/** A second console on the same folder hands over to this one. Its arguments are of no interest, and never acted on. */
function bringToFront(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}
