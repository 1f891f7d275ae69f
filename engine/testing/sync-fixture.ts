import { vmTimeLimit } from '../adapters/vm-time-limit.ts'
import { ConflictQueue } from '../conflict/conflict-queue.ts'
import { ConflictTable } from '../conflict/conflict-table.ts'
import { RuleDesk } from '../conflict/rule-desk.ts'
import { RuleSets } from '../conflict/rule-sets.ts'
import { SrvraConflictResolver } from '../conflict/srvra-conflict-resolver.ts'
import { onTestFinished } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeDeflate } from '../adapters/node-codec.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { anybody } from '../adapters/static-tokens.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { PROTOCOL_VERSION } from '../core/protocol/frames.ts'
import type { Hello, HubFrame, Operation, ReplicaFrame } from '../core/protocol/frames.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../core/protocol/limits.ts'
import type { Authenticator } from '../ports/authenticator.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import type { Closing, Connection } from '../ports/transport.ts'
import { SrvraEventBus } from '../state/event-bus.ts'
import { SrvraStateManager } from '../state/srvra-state-manager.ts'
import type { HubSettings } from '../sync/hub/hub-settings.ts'
import { Hub } from '../sync/hub/hub.ts'
import type { StageTimes } from '../sync/hub/stage-times.ts'
import { Replica } from '../sync/replica/replica.ts'
import type { ReplicaOptions } from '../sync/replica/replica.ts'
import { TestNetwork } from './test-network.ts'
import type { NetworkConditions } from './test-network.ts'
import { SkewedClock, VirtualTime } from './virtual-time.ts'

/** A store with its state, as an engine has them. */
export interface TestStore {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
}

export interface TestHub extends TestStore {
  readonly hub: Hub
  readonly resolver: SrvraConflictResolver
  readonly queue: ConflictQueue
  readonly rules: RuleDesk
}

export interface TestReplica extends TestStore {
  readonly name: string
  readonly replica: Replica
  readonly clock: SkewedClock
}

export interface TestHubOptions {
  readonly storage?: Storage
  readonly authenticator?: Authenticator
  readonly settings?: Partial<HubSettings>
  readonly resolver?: SrvraConflictResolver
  /** Measures what pushes go through. */
  readonly stages?: StageTimes
  /** Bends what somebody sends on its way. */
  readonly bend?: NetworkConditions['bend']
}

/** Where hub, replicas and raw clients meet: one network, one time, both in the test's hand. */
export class SyncWorld {
  readonly time = new VirtualTime()
  readonly network: TestNetwork
  readonly failures: unknown[] = []
  hub: TestHub
  #stopListening: () => void
  #tokens = 0

  constructor(options: TestHubOptions = {}) {
    const { bend } = options
    this.network = new TestNetwork(this.time, { latencyMs: () => 1, ...(bend ? { bend } : {}) })
    this.hub = this.#openHub(options)
    this.#stopListening = this.network.listen('ws://hub', (connection) => this.hub.hub.accept(connection))
    onTestFinished(() => this.hub.hub.close())
  }

  /** Closes the hub and opens it anew on its store, as after a restart. */
  restartHub(options: TestHubOptions = {}): void {
    this.hub.hub.close()
    this.#stopListening()
    this.hub = this.#openHub({ storage: this.hub.storage, ...options })
    this.#stopListening = this.network.listen('ws://hub', (connection) => this.hub.hub.accept(connection))
  }

  /** A replica that connects by itself. */
  join(name: string, options: Partial<ReplicaOptions> = {}): TestReplica {
    const clock = new SkewedClock(this.time)
    const store = this.#store(options.storage ?? createMemoryStorage(), clock)
    const replica = new Replica({
      ...store,
      hash: nodeSha256,
      scheduler: this.time,
      transport: this.network.transport(name),
      random: { token: () => `${name}-${++this.#tokens}`, fraction: () => 0.5 },
      codec: nodeDeflate,
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
      ...options,
    })
    replica.resume()
    onTestFinished(() => replica.close())
    return { ...store, name, replica, clock }
  }

  /** Somebody who speaks the protocol by hand. */
  connect(place = 'raw'): RawClient {
    const client = new RawClient()
    this.network.transport(place).connect(
      'ws://hub',
      { timeoutMs: 1000 },
      (connection) => client.opened(connection),
      (closing) => client.onClose(closing),
    )
    this.time.advance(5)
    return client
  }

  /** Lets everything happen that is due within so many milliseconds. */
  pass(ms = 1000): void {
    this.time.advance(ms)
  }

  #openHub(options: TestHubOptions): TestHub {
    const store = this.#store(options.storage ?? createMemoryStorage(), this.time)
    const resolver = options.resolver ?? new SrvraConflictResolver({ timeLimit: vmTimeLimit })
    const table = new ConflictTable(store.storage)
    const queue = new ConflictQueue({ ...store, resolver, table })
    const rules = new RuleDesk({ ...store, resolver, table, queue, ruleSets: new RuleSets(store.storage, this.time) })
    const hub = new Hub({
      ...store,
      hash: nodeSha256,
      scheduler: this.time,
      authenticator: options.authenticator ?? anybody({ name: 'shop' }),
      codec: nodeDeflate,
      resolver,
      conflicts: table,
      settle: (id, { value, strategy }) => queue.resolveWith(id, value, { by: 'handler', strategy }),
      ...(options.stages ? { stages: options.stages } : {}),
      ...(options.settings ? { settings: options.settings } : {}),
      report: (error) => this.failures.push(error),
    })
    return { ...store, hub, resolver, queue, rules }
  }

  #store<C extends Clock>(storage: Storage, clock: C): TestStore & { readonly clock: C } {
    const eventBus = new SrvraEventBus({ clock, historySize: 64, onError: ({ error }) => this.failures.push(error) })
    const state = new SrvraStateManager({
      storage,
      eventBus,
      clock,
      enableVersioning: true,
      historySize: 50,
      limits: DEFAULT_JSON_LIMITS,
      actor: 'operator-1',
    })
    return { storage, state, eventBus, clock }
  }
}

/** One end of a connection that says what the test makes it say, and keeps what it hears. */
export class RawClient {
  readonly frames: HubFrame[] = []
  closing: Closing | undefined
  #connection: Connection | undefined

  opened(connection: Connection): this {
    this.#connection = connection
    return this
  }

  onMessage(message: string | Uint8Array): void {
    const text = typeof message === 'string' ? message : nodeDeflate.decompress(message, 2 ** 24)
    this.frames.push(JSON.parse(text) as HubFrame)
  }

  onDrain(): void {
    // It never waits.
  }

  onClose(closing: Closing): void {
    this.closing = closing
  }

  send(frame: ReplicaFrame): void {
    this.sendText(JSON.stringify(frame))
  }

  sendText(text: string): void {
    this.#connection?.send(text)
  }

  hello(more: Partial<Hello> = {}): void {
    this.send({
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      replica: 'raw-1',
      since: 0,
      patterns: ['**'],
      covered: [],
      codecs: [],
      ...more,
    })
  }

  /** All frames of a type. */
  of<Type extends HubFrame['type']>(type: Type): readonly Extract<HubFrame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<HubFrame, { type: Type }> => frame.type === type)
  }

  /** The answers to all pushes, in order. */
  get answers() {
    return this.of('answers').flatMap(({ answers }) => answers)
  }

  /** The code of the last error. */
  get error(): string | undefined {
    return this.of('error').at(-1)?.code
  }
}

/** An operation with what every operation has. */
export function operation(opId: string, key: string, value: Operation['value'], more: Partial<Operation> = {}): Operation {
  const content = value === undefined ? {} : { value }
  return {
    opId,
    key,
    kind: value === undefined ? 'delete' : 'set',
    base: 0,
    hlc: '000000000000',
    priority: 'normal',
    ...content,
    ...more,
  }
}
