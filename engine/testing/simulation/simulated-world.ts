import type { TestNetwork } from '../test-network.ts'
import type { VirtualTime } from '../virtual-time.ts'
import type { SimulatedHub } from './simulated-hub.ts'
import type { SimulatedReplica } from './simulated-replica.ts'

/** What steps act on, and complaints look at. */
export interface SimulatedWorld {
  readonly time: VirtualTime
  readonly network: TestNetwork
  readonly hub: SimulatedHub
  readonly replicas: readonly SimulatedReplica[]
  /** The next number from 0 to 1 of the seed's. */
  readonly chance: () => number
  /** Any of the keys that everybody shares. */
  key(): string
}
