import { vmTimeLimit } from '../../adapters/vm-time-limit.ts'
import { ConflictQueue } from '../../conflict/conflict-queue.ts'
import { ConflictTable } from '../../conflict/conflict-table.ts'
import { SrvraConflictResolver } from '../../conflict/srvra-conflict-resolver.ts'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { RestorableStorage } from '../restorable-storage.ts'
import { LostOperations } from './lost-operations.ts'
import { anybody } from '../../adapters/static-tokens.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import { Hub } from '../../sync/hub/hub.ts'
import type { TestNetwork } from '../test-network.ts'
import type { VirtualTime } from '../virtual-time.ts'
import { createEngine, Life } from './simulated-engine.ts'
import type { SimulatedEngine } from './simulated-engine.ts'
import { tearable } from './tearable-storage.ts'
import type { TearableStorage, TearPoint } from './tearable-storage.ts'

export interface SimulatedHubOptions {
  readonly time: VirtualTime
  readonly network: TestNetwork
  readonly random: Random
  readonly hash: Hash
  readonly onError: (error: unknown) => void
  /** Wraps the store, for a planted bug. */
  readonly wrap?: (storage: Storage) => Storage
  /** Its store can be put back to where it was. */
  readonly restorable?: boolean
}

/** A hub whose store outlives it. */
export class SimulatedHub {
  readonly #options: SimulatedHubOptions
  readonly #restorable: RestorableStorage | undefined
  /** What replicas had written and a restore has taken. */
  readonly lost: LostOperations
  #medium: Storage
  #torn: TearableStorage
  #life = new Life()
  #engine: SimulatedEngine
  #hub: Hub
  #queue: ConflictQueue
  #stopListening: () => void = () => undefined

  constructor(options: SimulatedHubOptions) {
    this.#options = options
    const { hash, random, restorable = false } = options
    this.lost = new LostOperations(hash)
    this.#restorable = restorable ? new RestorableStorage({ hash, random }) : undefined
    this.#medium = this.#restorable?.storage ?? createMemoryStorage({ hash, random })
    ;[this.#torn, this.#engine, this.#hub, this.#queue] = this.#start()
  }

  get dead(): boolean {
    return this.#life.over
  }

  get restorable(): boolean {
    return this.#restorable !== undefined
  }

  get hub(): Hub {
    return this.#hub
  }

  /** What operators settle. */
  get queue(): ConflictQueue {
    return this.#queue
  }

  get state(): SimulatedEngine['state'] {
    return this.#engine.state
  }

  get storage(): Storage {
    return this.#medium
  }

  tear(when: TearPoint): void {
    this.#torn.tear(when)
  }

  /** Somebody puts its store back: to the very beginning at `share` 0, to where it is at 1. */
  restore(share: number): void {
    const restorable = this.#restorable
    if (!restorable) return
    const before = this.#medium
    this.#medium = restorable.restore(Math.floor(restorable.moment * share))
    this.lost.add(before, this.#medium)
    this.crash()
  }

  crash(): void {
    this.#life.end()
    this.#life = new Life()
    this.#stopListening()
    ;[this.#torn, this.#engine, this.#hub, this.#queue] = this.#start()
  }

  #start(): readonly [TearableStorage, SimulatedEngine, Hub, ConflictQueue] {
    const { time, network, hash, onError, wrap } = this.#options
    const torn = tearable(wrap ? wrap(this.#medium) : this.#medium, this.#life)
    const engine = createEngine(torn.storage, time, onError)
    const resolver = new SrvraConflictResolver({ timeLimit: vmTimeLimit })
    const table = new ConflictTable(torn.storage)
    const queue = new ConflictQueue({ ...engine, resolver, table })
    const hub = new Hub({
      ...engine,
      hash,
      scheduler: this.#life.scheduler(time),
      authenticator: anybody({ name: 'fleet' }),
      resolver,
      conflicts: table,
      report: onError,
    })
    this.#stopListening = network.listen(
      'hub',
      this.#life.accept((connection) => hub.accept(connection)),
    )
    return [torn, engine, hub, queue]
  }
}
