import { BrowserWindow, nativeTheme, screen } from 'electron'
import { APP_ORIGIN, EVENT_CHANNEL } from '../../shared/channels.ts'
import type { EventName, Events } from '../../shared/contract.ts'
import type { WindowStates } from '../console-store/window-states.ts'
import { isOwnPage } from '../security/own-page.ts'
import { safeWebPreferences } from '../security/web-preferences.ts'
import { fitWindow, MINIMUM } from './fit-window.ts'

export interface WindowOptions {
  readonly preload: string
  readonly developer: boolean
  readonly states: WindowStates
}

/** Makes the one window of the console, where it was last time. It shows itself when its first frame is painted. */
export function openConsoleWindow(options: WindowOptions): BrowserWindow {
  const last = options.states.last()
  const [first, ...others] = screen.getAllDisplays().map((display) => display.workArea)
  const bounds = fitWindow(last, first === undefined ? [screen.getPrimaryDisplay().workArea] : [first, ...others])
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(MINIMUM.width, bounds.width),
    minHeight: Math.min(MINIMUM.height, bounds.height),
    show: false,
    title: 'SRVRA Sync',
    autoHideMenuBar: true,
    // The page's own background, so that no white flashes up before the first frame.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0E1116' : '#F5F7F9',
    webPreferences: safeWebPreferences(options.preload, options.developer),
  })
  if (last?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => rememberPlace(window, options.states))
  return window
}

/** Electron lets a page go to about:blank without asking anybody: it is brought back from there. */
export function keepPage(window: BrowserWindow, report: (error: unknown) => void): void {
  window.webContents.on('did-navigate', (_event, url) => {
    if (!isOwnPage(url)) loadPage(window).catch(report)
  })
}

/** `route` is a view of the page, `/state`; empty for its own choice. */
export async function loadPage(window: BrowserWindow, route = ''): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/${route === '' ? '' : `#${route}`}`)
}

/** Tells the page something, if it is still there to hear it. */
export function tell<Name extends EventName>(window: BrowserWindow, event: Name, payload: Events[Name]): void {
  if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(EVENT_CHANNEL, event, payload)
}

function rememberPlace(window: BrowserWindow, states: WindowStates): void {
  const { x, y, width, height } = window.getNormalBounds()
  states.save({ x, y, width, height, maximized: window.isMaximized() })
}
