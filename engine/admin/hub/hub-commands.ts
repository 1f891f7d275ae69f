import type { AdminHandlers } from '../admin-service.ts'
import type { HubCommands } from '../commands.ts'
import type { HubControl } from './hub-control.ts'

type HubHandlers = Pick<AdminHandlers, Extract<keyof HubCommands, `hub.${string}`>>

/** `hub` throws where an engine is no hub. */
export function hubCommands(hub: () => HubControl): HubHandlers {
  return {
    'hub.state': () => hub().listenState(),
    'hub.listen': (where) => hub().listen(where),
    'hub.stop': () => hub().stop(),
    'hub.connection': () => hub().connection(),
  }
}
