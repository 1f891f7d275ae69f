import { dialog, type BrowserWindow } from 'electron'
import { loadPage } from './console-window.ts'

/** A page that dies again and again is not reloaded for ever. */
const MOST_CRASHES = 3
const WITHIN_MS = 60_000

/** Loads the page anew when its process has ended on its own. `onCrash` hears why, to tell the operator. */
export function reloadAfterCrash(window: BrowserWindow, onCrash: (reason: string) => void): void {
  let crashes: readonly number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now]
    onCrash(reason)
    if (crashes.length < MOST_CRASHES) {
      void loadPage(window)
      return
    }
    dialog.showErrorBox(
      'The console’s page keeps failing',
      `It ended ${crashes.length} times within a minute (${reason}). Your data is safe: the engine runs apart from it. The console closes now; start it again.`,
    )
    window.destroy()
  })
}
