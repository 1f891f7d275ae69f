import { systemRandom } from '../adapters/system-random.ts'
import { SrvraError } from '../core/errors.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { SyncOptions } from '../sync-options.ts'

/** How replicas reach a hub. */
export type Reach = Pick<SyncOptions, 'nodes' | 'token' | 'ca'>

/** A hub on this machine for one fleet alone: nobody else knows its token. Throws E_LISTEN, and what opening its store throws. */
export async function openFleetHub(dir: string): Promise<{ readonly hub: SrvraDataSync; readonly reach: Reach }> {
  const token = systemRandom.token(18)
  const hub = new SrvraDataSync({ storage: { dir }, listen: { port: 0, tokens: { [token]: { name: 'fleet' } } } })
  const state = await hub.listening
  if (state.status === 'listening') return { hub, reach: { nodes: [state.url], token } }
  await hub.close()
  throw new SrvraError('E_LISTEN', state.status === 'failed' ? state.message : 'The hub of the fleet does not listen.')
}
