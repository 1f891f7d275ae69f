import type { App, WebContents } from 'electron'
import { isOwnPage } from './own-page.ts'

/** Applies to every page that ever comes to be, so that no way of making one goes around it. */
export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => harden(contents))
}

function harden(contents: WebContents): void {
  // 'will-frame-navigate' also covers frames; 'will-navigate' stays for the main frame of older versions.
  contents.on('will-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-frame-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-redirect', (event) => refuseForeign(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function refuseForeign(event: { preventDefault(): void }, url: string): void {
  if (!isOwnPage(url)) event.preventDefault()
}
