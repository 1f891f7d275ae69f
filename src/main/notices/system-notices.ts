import { app, type BrowserWindow, Notification } from 'electron'
import type { PreferenceStore } from '../console-store/preference-store.ts'
import type { EngineHost } from '../engine-host.ts'
import { tell } from '../window/console-window.ts'
import { tellConflicts } from './tell-conflicts.ts'

/** Lets the system tell of new conflicts; a click brings the console to the front, at its queue. // V-164 */
export function noticeConflicts(host: EngineHost, window: BrowserWindow, preferences: PreferenceStore): void {
  const teller = tellConflicts({
    wanted: () => preferences.get().conflictNotices,
    inFront: () => !window.isDestroyed() && window.isFocused(),
    show: ({ title, body }) => {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body })
      notification.on('click', () => openQueue(window))
      notification.show()
    },
    badge: (count) => void app.setBadgeCount(count),
  })
  host.onEvent('conflicts', teller.moved)
  window.once('closed', teller.stop)
}

function openQueue(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  tell(window, 'navigate', '/conflicts')
}
