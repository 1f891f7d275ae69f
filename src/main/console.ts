import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, nativeTheme, session } from 'electron'
import type { ConsoleArguments } from './arguments.ts'
import { openConsoleStore } from './console-store/open-console-store.ts'
import { fleetProcesses } from './demo/fleet-processes.ts'
import { createEngineHost, type EngineHost } from './engine-host.ts'
import { createFileGrants } from './file-grants.ts'
import { foldersFor, type Folders } from './folders.ts'
import { createLog, type ProgramLog } from './log.ts'
import { openEngine, type EngineSurroundings } from './open-engine.ts'
import { pictureConsole } from './picture-console.ts'
import { registerAppScheme, serveApp } from './protocol.ts'
import { hardenContents } from './security/harden-contents.ts'
import { hardenSession } from './security/harden-session.ts'
import { startWindow } from './start-window.ts'
import { applicationMenu } from './window/menu.ts'

/** Runs the console until it is closed. What must be decided before Electron is ready is decided here, in order. */
export function runConsole(given: ConsoleArguments): void {
  const folders = foldersFor(given.dataDir, app.getPath('userData'))
  mkdirSync(folders.data, { recursive: true })
  mkdirSync(folders.profile, { recursive: true })
  app.setPath('userData', folders.profile)
  // Linux has no sandbox for root: whoever starts it so has to say --no-sandbox, and then it must not be turned on.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerAppScheme()
  hardenContents(app)

  const log = createLog(join(folders.data, 'logs'))
  endOnUnforeseen(log, given.screenshot === undefined)
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`A console is open on ${folders.data} already: its window comes to the front.\n`)
    app.exit(given.screenshot === undefined ? 0 : 1)
    return
  }
  void app.whenReady().then(() => start(given, folders, log))
}

async function start(given: ConsoleArguments, folders: Folders, log: ProgramLog): Promise<void> {
  const build = join(app.getAppPath(), 'out')
  hardenSession(session.defaultSession)
  await serveApp(session.defaultSession, join(build, 'renderer'))
  Menu.setApplicationMenu(applicationMenu(!app.isPackaged))

  const store = openConsoleStore(folders.data)
  nativeTheme.themeSource = store.preferences.get().theme
  const grants = createFileGrants()
  const surroundings: EngineSurroundings = {
    dataDir: folders.data,
    files: grants,
    port: {
      get: () => store.preferences.get().hubPort,
      set: (hubPort) => void store.preferences.set({ hubPort }),
    },
    processes: fleetProcesses(folders.data, log.report),
    // The task that asks for it belongs to the engine that is closed: it comes to its end first.
    replaceEngine: (change) => void setImmediate(() => void host.replace(change)),
    report: log.report,
    log: log.log,
  }
  const host: EngineHost = createEngineHost(folders.data, () => openEngine(surroundings), log.report)
  closeBeforeQuit(async () => {
    await host.close()
    store.close()
  }, log)

  const parts = { build, store, host, grants, opened: host.open(), dataDir: folders.data, report: log.report }
  if (given.screenshot === undefined) {
    startWindow(parts)
    return
  }
  const code = await pictureConsole(given.screenshot, parts)
  await host.close()
  store.close()
  app.exit(code)
}

/** Quits only when what is open has been closed in order. */
function closeBeforeQuit(close: () => Promise<void>, log: ProgramLog): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close()
      .catch(log.report)
      .finally(() => {
        closed = true
        // Electron takes no new 'quit' before it is done with this one, and closing may have taken no time at all.
        setImmediate(() => app.quit())
      })
  })
}

/** An error that nobody caught leaves the program in a state that nobody knows: the store is safe, so it ends. */
function endOnUnforeseen(log: ProgramLog, visible: boolean): void {
  const end = (error: unknown): void => {
    log.report(error)
    if (visible)
      dialog.showErrorBox(
        'SRVRA Sync has to close',
        'An error that was not foreseen is in the folder “logs” of the data folder. Your data is safe.',
      )
    app.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
