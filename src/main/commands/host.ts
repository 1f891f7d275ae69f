import { app, dialog, type BrowserWindow } from 'electron'
import type { EngineHost } from '../engine-host.ts'
import { argumentsForFolder } from '../arguments.ts'
import type { LocalHandlers } from './local-commands.ts'

type HostHandlers = Pick<LocalHandlers, 'host.state' | 'host.retry' | 'host.choose-folder'>

export function hostCommands(host: EngineHost, window: BrowserWindow, opened: Promise<unknown>): HostHandlers {
  return {
    'host.state': async () => {
      await opened
      return host.state()
    },
    'host.retry': () => host.open(),
    'host.choose-folder': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose a data folder',
        properties: ['openDirectory', 'createDirectory'],
      })
      const folder = filePaths[0]
      if (canceled || folder === undefined) return null
      // Everything hangs on the folder, the profile too, so the program starts anew on it.
      app.relaunch({ args: argumentsForFolder(process.argv.slice(1), folder) })
      app.quit()
      return folder
    },
  }
}
