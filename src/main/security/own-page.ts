import { APP_ORIGIN } from '../../shared/channels.ts'

/** True for the one origin that the console serves itself from. */
export function isOwnPage(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)
}
