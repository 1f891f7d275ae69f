import { SrvraError } from '../../core/errors.ts'
import type { OperationSummary } from '../../core/protocol/frames.ts'
import type { ConnectionState } from '../../core/session/connection-state.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { DigestComparison } from './digest-check.ts'
import { Exchange } from './exchange.ts'
import type { ReplicaOptions } from './replica-options.ts'
import { pendingOperations } from './replica-report.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'
import type { SyncRequest, SyncRound } from './sync-rounds.ts'

export type { ReplicaOptions } from './replica-options.ts'

/** Who the hub is, and where its log stands as far as a replica was told. */
export interface HubStatus {
  readonly hub: string
  readonly epoch: number
  readonly position: number
  /** Who the hub takes this replica for. */
  readonly identity: string
}

/** Keeps a store in step with a hub: what is written here goes there, what changes there comes here, online or not. */
export class Replica {
  readonly #options: ReplicaOptions
  readonly #exchange: Exchange
  #closed = false

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.#exchange = new Exchange(options)
    options.state.accompany(this.#exchange.parts.outbox)
  }

  get state(): ConnectionState {
    return this.#exchange.parts.monitor.state
  }

  get patterns(): readonly string[] {
    return this.#exchange.parts.subscription.patterns
  }

  /** Operations that the hub refused: to look at, to write again, to let go. */
  get deadLetters(): DeadLetters {
    return this.#exchange.parts.deadLetters
  }

  /** Begins to connect, and goes on until `pause` or `close`. */
  resume(): void {
    if (this.#closed) return
    const { link, parts } = this.#exchange
    if (this.state.status === 'ERROR' || this.state.status === 'OFFLINE') link.stop()
    parts.monitor.become({ type: 'resume' })
    link.start()
  }

  /** Goes offline on purpose: reads and writes go on here. Those who wait for `sync` are told E_OFFLINE. */
  pause(): void {
    if (this.#closed) return
    this.#leave()
    this.#exchange.parts.monitor.become({ type: 'pause' })
    this.#exchange.rounds.fail(offline())
  }

  /**
   * Sends what waits, and tells when it is answered and what the hub had is here. `immediate` sends also what waits for
   * its `syncInterval`. Rejects with E_OFFLINE when paused, E_CLOSED, or why the hub refuses this replica.
   */
  sync(request: SyncRequest = {}): Promise<SyncRound> {
    const { state } = this
    if (this.#closed) return Promise.reject(new SrvraError('E_CLOSED', 'The replica is closed.'))
    if (state.status === 'OFFLINE' && state.reason === 'paused') return Promise.reject(offline())
    if (state.status === 'ERROR' && !state.retrying) return Promise.reject(new SrvraError(state.code, state.message))
    const round = this.#exchange.rounds.begin(request)
    this.#exchange.pump(request)
    return round
  }

  /** Replaces the patterns. Documents that no pattern covers go out of sight, others come (P-78). */
  subscribe(patterns: readonly string[]): void {
    this.#exchange.subscribe(patterns)
  }

  /** Compares what is here with what the hub has; what differs is fetched. Undefined when there is no connection. */
  compare(): Promise<DigestComparison | undefined> {
    if (!this.#exchange.link.welcome) return Promise.resolve(undefined)
    return new Promise((resolve) => this.#exchange.check.ask(resolve))
  }

  /** Undefined without a connection. */
  hubStatus(): HubStatus | undefined {
    const { link, parts } = this.#exchange
    if (!link.welcome) return undefined
    const { hub, epoch, identity, head } = link.welcome
    return { hub, epoch, position: Math.max(head, parts.receiver.position?.seq ?? 0), identity }
  }

  /** The hub's version of a key that this replica has; 0 when it has none. */
  confirmedVersion(key: string): number {
    const { pending, records } = this.#exchange.parts
    return pending.state(key)?.confirmed.version ?? records.shadow(key)?.version ?? 0
  }

  /** Operations that the hub has not answered, at most so many. */
  pending(limit: number): readonly OperationSummary[] {
    return pendingOperations(this.#exchange.parts.pending, limit)
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#exchange.parts.monitor.onState(listener)
  }

  statistics(): ReplicaStatistics {
    return this.#exchange.statistics()
  }

  /** Ends the connection. What is pending stays in the store and goes out when it is opened again. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#leave()
    this.#exchange.parts.monitor.become({ type: 'close' })
    this.#exchange.close()
    this.#exchange.rounds.fail(new SrvraError('E_CLOSED', 'The replica was closed before the round was complete.'))
    this.#options.state.accompany(undefined)
  }

  #leave(): void {
    this.#exchange.link.stop()
    this.#exchange.disconnected()
  }
}

function offline(): SrvraError {
  return new SrvraError('E_OFFLINE', 'The replica is offline on purpose; resume it first.')
}
