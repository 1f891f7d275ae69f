import type { Session } from 'electron'
import { APP_SCHEME } from '../../shared/channels.ts'

/** Denies every permission, and every request that does not stay inside the program. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !staysInside(details.url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** Developer tools load from a scheme of their own; the packed program has none. */
function staysInside(url: string): boolean {
  return url.startsWith(`${APP_SCHEME}:`) || url.startsWith('devtools:')
}
