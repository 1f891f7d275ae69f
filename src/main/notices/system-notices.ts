import { app, type BrowserWindow, Notification } from 'electron'
import type { Caller } from '../../../engine/admin/calls/caller.ts'
import type { PreferenceStore } from '../console-store/preference-store.ts'
import type { EngineHost } from '../engine-host.ts'
import { tell } from '../window/console-window.ts'
import type { Notice } from './conflict-notice.ts'
import { tellAlerts } from './tell-alerts.ts'
import { tellConflicts } from './tell-conflicts.ts'

/** Lets the system tell of new conflicts; a click brings the console to the front, at its queue. // V-164 */
export function noticeConflicts(
  host: EngineHost,
  window: BrowserWindow,
  preferences: PreferenceStore,
  who: () => Caller | undefined,
): void {
  const teller = tellConflicts({
    wanted: () => preferences.get().conflictNotices,
    inFront: () => isInFront(window),
    show: (notice) => showNotice(notice, window, '/conflicts'),
    badge: (count) => void app.setBadgeCount(count),
  })
  // Whoever sees a part alone is told on screen, of that part.
  host.onEvent('conflicts', (summary) => {
    if (seesAll(who())) teller.moved(summary)
  })
  window.once('closed', teller.stop)
}

/** Lets the system tell of alerts that begin to fire; a click brings the console to the front, at the worst of them. // V-221 */
export function noticeAlerts(
  host: EngineHost,
  window: BrowserWindow,
  preferences: PreferenceStore,
  who: () => Caller | undefined,
  report: (error: unknown) => void,
): void {
  const teller = tellAlerts({
    wanted: () => preferences.get().alertNotices,
    inFront: () => isInFront(window),
    show: (notice) => showNotice(notice, window, `/alerts?alert=${encodeURIComponent(notice.alert)}`),
  })
  const look = async (): Promise<void> => {
    const caller = who()
    if (caller) teller.moved(await host.admin().call('alerts.list', {}, caller))
  }
  host.onEvent('monitoring', () => void look().catch(report))
  window.once('closed', teller.stop)
}

function seesAll(caller: Caller | undefined): boolean {
  return caller !== undefined && (caller.policy?.readsAll ?? true)
}

function isInFront(window: BrowserWindow): boolean {
  return !window.isDestroyed() && window.isFocused()
}

function showNotice({ title, body }: Notice, window: BrowserWindow, path: string): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => open(window, path))
  notification.show()
}

function open(window: BrowserWindow, path: string): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  tell(window, 'navigate', path)
}
