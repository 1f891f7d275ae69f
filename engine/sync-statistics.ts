import type { EventStatistics } from './state/event-bus.ts'
import type { StateStatistics } from './state/state-statistics.ts'
import type { HubStatistics } from './sync/hub/hub-statistics.ts'
import type { ReplicaStatistics } from './sync/replica/replica-statistics.ts'

/** What an engine counts. */
export interface SyncStatistics {
  readonly state: StateStatistics
  readonly events: EventStatistics
  /** Of a replica: what it exchanged with its hub. */
  readonly sync?: ReplicaStatistics
  /** Of a hub: what its replicas did. */
  readonly hub?: HubStatistics
}
