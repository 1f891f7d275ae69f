import type { HubControl } from '../../../engine/admin/hub/hub-control.ts'
import type { ListenOptions } from '../../../engine/open-hub.ts'
import type { SrvraDataSync } from '../../../engine/srvra-data-sync.ts'
import type { Hub } from '../../../engine/sync/hub/hub.ts'
import type { ListenState } from '../../../engine/sync/hub/client-view.ts'
import { DEMO_IDENTITY } from '../../../engine/admin/demo/demo-control.ts'
import type { HubTokens } from './hub-tokens.ts'

/** Reachable from this machine alone: more takes certificates. */
const THIS_MACHINE = '127.0.0.1'

/** The port that the operator chose, kept for the next start. */
export interface PortChoice {
  get(): number
  set(port: number): void
}

/** Where a hub listens, and whom it lets in. */
export function listenOptions(tokens: HubTokens, where: { readonly port: number; readonly host?: string }): ListenOptions {
  return {
    host: THIS_MACHINE,
    ...where,
    tokens: { [tokens.app]: { name: 'app' }, [tokens.demo]: { name: DEMO_IDENTITY } },
  }
}

/** The hub of a console: it listens where the operator chose, and keeps that choice. // V-137 */
export function consoleHub(engine: SrvraDataSync, hub: Hub, tokens: HubTokens, port: PortChoice): HubControl {
  return {
    clients: () => hub.clients(),
    client: (replica) => hub.client(replica),
    inspect: (replica) => hub.inspect(replica),
    disconnect: (replica) => hub.disconnect(replica),
    drain: (replica) => hub.drain(replica),
    forget: (replica) => hub.forget(replica),
    statistics: () => hub.statistics(),
    onClients: (listener) => hub.onClients(listener),
    listenState: () => engine.listenState,
    onListen: (listener) => engine.onListenState(listener),
    listen: async (where) => {
      const state = await engine.listen(listenOptions(tokens, where))
      // A port that could not be had is not what the next start should try.
      if (state.status === 'listening') port.set(where.port)
      return state
    },
    stop: () => engine.stopListening(),
    connection: () => ({ url: addressOf(engine.listenState, port.get()), token: tokens.app }),
  }
}

/**
 * Where it will be when it is not: whoever copies the snippet early finds the hub there later. Never where another
 * program listens: it would be told the token.
 */
function addressOf(state: ListenState, port: number): string | null {
  if (state.status === 'listening') return state.url
  return port === 0 || state.status === 'failed' ? null : `ws://${THIS_MACHINE}:${port}`
}
