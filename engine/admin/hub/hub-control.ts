import type { ListenState } from '../../sync/hub/client-view.ts'
import type { Hub } from '../../sync/hub/hub.ts'
import type { HubConnection } from '../commands.ts'

/** What an administration needs of a hub: its clients, and where it listens. */
export interface HubControl extends Pick<
  Hub,
  'clients' | 'client' | 'inspect' | 'disconnect' | 'drain' | 'forget' | 'statistics' | 'onClients'
> {
  listenState(): ListenState
  onListen(listener: (state: ListenState) => void): () => void
  /** Never rejects for a port that can not be had: the state says why. */
  listen(where: { readonly port: number; readonly host?: string }): Promise<ListenState>
  stop(): Promise<ListenState>
  /** What an app needs to connect. */
  connection(): HubConnection
}
