import { onTestFinished } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { anybody } from '../adapters/static-tokens.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../core/protocol/limits.ts'
import type { Identity } from '../ports/authenticator.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import { SrvraEventBus } from '../state/event-bus.ts'
import type { EventRecord } from '../state/event-history.ts'
import { SrvraStateManager } from '../state/srvra-state-manager.ts'
import { Hub } from '../sync/hub/hub.ts'
import type { HubOptions } from '../sync/hub/hub.ts'
import { Replica } from '../sync/replica/replica.ts'
import type { ReplicaOptions } from '../sync/replica/replica.ts'
import { seeded } from './faults/seeded.ts'
import { TestNetwork } from './test-network.ts'
import { VirtualTime } from './virtual-time.ts'

/** A store with its state manager and events, as a hub and a replica have one. */
export interface TestStore {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
  readonly hash: typeof nodeSha256
  /** What handlers and subscribers, or nobody in particular, threw. */
  readonly failures: unknown[]
}

export interface TestReplica extends TestStore {
  readonly replica: Replica
  /** Events of a name, oldest first. */
  events(name: string): readonly unknown[]
}

export interface JoinOptions extends Partial<ReplicaOptions> {
  readonly storage?: Storage
  readonly clock?: Clock
  /** Begin to connect at once; default true. */
  readonly connect?: boolean
}

export function openTestStore(clock: Clock, storage: Storage = createMemoryStorage()): TestStore {
  const failures: unknown[] = []
  const eventBus = new SrvraEventBus({ clock, historySize: 1000, onError: ({ error }) => failures.push(error) })
  const options = { enableVersioning: true, historySize: 50, limits: DEFAULT_JSON_LIMITS, actor: 'local' }
  const state = new SrvraStateManager({ storage, eventBus, clock, ...options })
  return { storage, state, eventBus, clock, hash: nodeSha256, failures }
}

/** A replica on a network, at a place of its own. */
export function joinNetwork(network: TestNetwork, time: VirtualTime, name: string, options: JoinOptions = {}): TestReplica {
  const { connect = true, ...given } = options
  const store = openTestStore(given.clock ?? time, given.storage)
  const chance = seeded(name.length + name.charCodeAt(0))
  const replica = new Replica({
    ...store,
    scheduler: time,
    transport: network.transport(name),
    random: { token: () => chance().toString(36), fraction: chance },
    codec: undefined,
    limits: DEFAULT_PROTOCOL_LIMITS,
    nodes: ['ws://hub'],
    loadBalancing: 'round-robin',
    failover: true,
    name,
    patterns: ['**'],
    batchSize: 100,
    retryAttempts: 3,
    syncInterval: 30_000,
    lane: 'normal',
    slaOf: () => undefined,
    deltasFor: () => true,
    compressionFor: () => undefined,
    ...given,
    storage: store.storage,
    clock: store.clock,
  })
  if (connect) replica.resume()
  onTestFinished(() => replica.close())
  const events = (wanted: string): readonly unknown[] => store.eventBus.getHistory(wanted).map(({ payload }: EventRecord) => payload)
  return { ...store, replica, events }
}

/** A hub and its replicas on a network and a time that stand still until they are told otherwise. */
export class SyncWorld {
  readonly time = new VirtualTime()
  readonly network = new TestNetwork(this.time)
  /** What nobody foresaw inside the hub. */
  readonly unforeseen: unknown[] = []
  hub: Hub
  hubStore: TestStore
  readonly #identity: Identity
  readonly #options: Partial<HubOptions>
  #stop: () => void

  constructor(options: Partial<HubOptions> = {}, identity: Identity = { name: 'shop' }) {
    this.#options = options
    this.#identity = identity
    this.hubStore = openTestStore(this.time, options.storage)
    this.hub = this.#openHub()
    this.#stop = this.network.listen('ws://hub', (connection) => this.hub.accept(connection))
    onTestFinished(() => this.hub.close())
  }

  join(name: string, options: JoinOptions = {}): TestReplica {
    return joinNetwork(this.network, this.time, name, options)
  }

  /** The hub's process ends without a word, and another one opens its store. */
  restartHub(): void {
    this.crashHub()
    this.reviveHub()
  }

  crashHub(): void {
    this.#stop()
  }

  reviveHub(): void {
    this.hubStore = openTestStore(this.time, this.hubStore.storage)
    this.hub = this.#openHub()
    this.#stop = this.network.listen('ws://hub', (connection) => this.hub.accept(connection))
  }

  #openHub(): Hub {
    return new Hub({
      ...this.hubStore,
      scheduler: this.time,
      authenticator: anybody(this.#identity),
      autoResolveThreshold: 0.8,
      report: (error) => this.unforeseen.push(error),
      ...this.#options,
    })
  }
}
