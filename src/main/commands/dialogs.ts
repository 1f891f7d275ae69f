import { dialog, type BrowserWindow } from 'electron'
import type { FileGrants } from '../file-grants.ts'
import type { LocalHandlers } from './local-commands.ts'

type DialogHandlers = Pick<LocalHandlers, 'dialogs.open-file' | 'dialogs.save-file'>

export function dialogCommands(window: BrowserWindow, grants: FileGrants): DialogHandlers {
  return {
    'dialogs.open-file': async ({ title, extensions }) => {
      const filters = [
        { name: title, extensions: [...extensions] },
        { name: 'All files', extensions: ['*'] },
      ]
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })
      const path = filePaths[0]
      if (canceled || path === undefined) return null
      grants.grantRead(path)
      return path
    },
    'dialogs.save-file': async ({ title, suggestedName }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title,
        defaultPath: suggestedName,
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
      if (canceled || filePath === '') return null
      grants.grantWrite(filePath)
      return filePath
    },
  }
}
