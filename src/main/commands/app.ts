import { app } from 'electron'
import type { Access, AppInfo } from '../../shared/contract.ts'
import type { LocalHandlers } from './local-commands.ts'

export interface AppHooks {
  readonly dataDir: string
  /** What whoever works here may do. */
  readonly access: () => readonly Access[]
  readonly sqliteVersion: () => string
  /** Why the page was loaded anew, once. */
  readonly takeCrash: () => string | undefined
  readonly onReady: () => void
  readonly onMayClose: () => void
}

type AppHandlers = Pick<LocalHandlers, 'app.info' | 'app.access' | 'app.ready' | 'app.may-close' | 'app.quit'>

export function appCommands(hooks: AppHooks): AppHandlers {
  return {
    'app.info': () => information(hooks),
    'app.access': () => hooks.access(),
    'app.ready': () => {
      hooks.onReady()
      return null
    },
    'app.may-close': () => {
      hooks.onMayClose()
      return null
    },
    'app.quit': () => {
      app.quit()
      return null
    },
  }
}

function information(hooks: AppHooks): AppInfo {
  const crash = hooks.takeCrash()
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    chromium: process.versions['chrome'] ?? '',
    node: process.versions.node,
    sqlite: hooks.sqliteVersion(),
    platform: `${process.platform}-${process.arch}`,
    dataDir: hooks.dataDir,
    ...(crash === undefined ? {} : { recoveredFrom: crash }),
  }
}
