import { clipboard } from 'electron'
import type { LocalHandlers } from './local-commands.ts'

type ClipboardHandlers = Pick<LocalHandlers, 'clipboard.write'>

export function clipboardCommands(): ClipboardHandlers {
  return {
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text)
      return null
    },
  }
}
