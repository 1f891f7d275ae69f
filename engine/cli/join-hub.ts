import { SrvraError } from '../core/errors.ts'
import { isConnected } from '../core/session/connection-state.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { SyncOptions } from '../sync-options.ts'
import type { HubConnection } from './hub-connection.ts'

/** A replica of the hub at a connection, for as long as a command runs. */
export async function joinHub({ url, token, ca }: HubConnection, options: SyncOptions): Promise<SrvraDataSync> {
  const { SrvraDataSync: Engine } = await import('../srvra-data-sync.ts')
  return new Engine({ nodes: [url], ...(token === undefined ? {} : { token }), ...(ca === undefined ? {} : { ca }), ...options })
}

/** Why a replica has waited in vain for so long: E_NO_ANSWER with a connection, E_UNREACHABLE without. */
export function waitedInVain({ connection, options }: SrvraDataSync, ms: number): SrvraError {
  const [url = ''] = options.nodes
  return isConnected(connection) ? noAnswer(url, ms) : unreachable(url, ms)
}

export function noAnswer(url: string, ms: number): SrvraError {
  const message = `The hub at ${url} is there and has not answered within ${ms / 1000} s. --timeout waits longer.`
  return new SrvraError('E_NO_ANSWER', message, { url, ms })
}

function unreachable(url: string, ms: number): SrvraError {
  const message = `No hub answers at ${url} (tried for ${ms / 1000} s). Is it running, and is this its address?`
  return new SrvraError('E_UNREACHABLE', message, { url, ms })
}
