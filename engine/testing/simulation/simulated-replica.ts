import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import { Replica } from '../../sync/replica/replica.ts'
import type { TestNetwork } from '../test-network.ts'
import { SkewedClock } from '../virtual-time.ts'
import type { VirtualTime } from '../virtual-time.ts'
import { Journal } from './journal.ts'
import { createEngine, Life } from './simulated-engine.ts'
import type { SimulatedEngine } from './simulated-engine.ts'
import { tearable } from './tearable-storage.ts'
import type { TearableStorage, TearPoint } from './tearable-storage.ts'

export interface SimulatedReplicaOptions {
  readonly name: string
  readonly time: VirtualTime
  readonly network: TestNetwork
  readonly random: Random
  readonly hash: Hash
  readonly onError: (error: unknown) => void
  /** Wraps the store, for a planted bug. */
  readonly wrap?: (storage: Storage) => Storage
}

/** A replica whose store outlives it. */
export class SimulatedReplica {
  readonly name: string
  readonly clock: SkewedClock
  readonly journal = new Journal()
  patterns: readonly string[] = ['**']
  readonly #options: SimulatedReplicaOptions
  #torn: TearableStorage
  readonly #medium: Storage
  #life = new Life()
  #engine: SimulatedEngine
  #replica: Replica

  constructor(options: SimulatedReplicaOptions) {
    this.#options = options
    this.name = options.name
    this.clock = new SkewedClock(options.time)
    this.#medium = createMemoryStorage({ hash: options.hash, random: options.random })
    ;[this.#torn, this.#engine, this.#replica] = this.#start()
  }

  /** Killed in the middle of something, and not started again. */
  get dead(): boolean {
    return this.#life.over
  }

  get replica(): Replica {
    return this.#replica
  }

  get state(): SimulatedEngine['state'] {
    return this.#engine.state
  }

  /** What is on its medium. */
  get storage(): Storage {
    return this.#medium
  }

  tear(when: TearPoint): void {
    this.#torn.tear(when)
  }

  /** Ends the process at this instant and starts another one on its store. */
  crash(): void {
    this.#life.end()
    this.journal.killed()
    this.#life = new Life()
    this.#options.network.cut((from) => from === this.name)
    ;[this.#torn, this.#engine, this.#replica] = this.#start()
  }

  /** Its user counts on, in a document of his own that nobody else writes. */
  count(): void {
    const key = `own/${this.name}`
    const shown = Number(this.state.getState(key) ?? 0)
    // An operator may have settled a conflict about it with something that is no number.
    const update = this.state.setState(key, (Number.isNaN(shown) ? this.journal.submittedCount : shown) + 1)
    this.journal.submitted(update, true)
  }

  subscribe(patterns: readonly string[]): void {
    this.patterns = patterns
    this.#replica.subscribe(patterns)
  }

  /** Notes a write of its user, and what becomes of it. */
  wrote(update: StateUpdate): void {
    if (update.changed) this.journal.submitted(update)
  }

  #start(): readonly [TearableStorage, SimulatedEngine, Replica] {
    const { time, network, random, hash, onError, name, wrap } = this.#options
    const torn = tearable(wrap ? wrap(this.#medium) : this.#medium, this.#life)
    const engine = createEngine(torn.storage, this.clock, onError)
    const replica = new Replica({
      ...engine,
      hash,
      scheduler: this.#life.scheduler(time),
      transport: this.#life.transport(network.transport(name)),
      random,
      codec: undefined,
      limits: DEFAULT_PROTOCOL_LIMITS,
      nodes: ['hub'],
      loadBalancing: 'round-robin',
      failover: true,
      name,
      patterns: this.patterns,
      batchSize: 10,
      retryAttempts: 3,
      // A comparison in a quiet time would heal what the simulation has to notice.
      syncInterval: 86_400_000,
      lane: 'normal',
      slaOf: () => undefined,
      deltasFor: () => true,
      compressionFor: () => undefined,
    })
    this.journal.follow(engine.state)
    replica.resume()
    return [torn, engine, replica]
  }
}
