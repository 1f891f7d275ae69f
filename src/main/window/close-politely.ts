import type { BrowserWindow } from 'electron'
import { tell } from './console-window.ts'

/** How long the page has to save what is unsaved. A page that hangs must not keep the program alive. */
const PATIENCE_MS = 2000

/**
 * Before the window closes, the page is told and gets time to save its drafts. The returned function is what the page
 * calls when it has.
 */
export function closePolitely(window: BrowserWindow): () => void {
  let agreed = false
  const agree = (): void => {
    if (agreed || window.isDestroyed()) return
    agreed = true
    window.close()
  }
  window.on('close', (event) => {
    // A page that is not there yet, or no more, has nothing to save.
    if (agreed || window.webContents.isLoading() || window.webContents.isCrashed()) return
    event.preventDefault()
    tell(window, 'closing', null)
    setTimeout(agree, PATIENCE_MS)
  })
  return agree
}
