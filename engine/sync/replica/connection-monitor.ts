import { SrvraError } from '../../core/errors.ts'
import { nextState } from '../../core/session/connection-state.ts'
import type { ConnectionEvent, ConnectionState } from '../../core/session/connection-state.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import { NETWORK_STATUS, RECONNECTING, SYNC_COMPLETE, SYNC_ERROR } from '../../state/event-types.ts'

const SOURCE = 'replica'

/** The state of the connection, and what an application is told of it (P-80, P-86). */
export class ConnectionMonitor {
  readonly #eventBus: SrvraEventBus
  readonly #patience: number
  readonly #listeners = new Set<(state: ConnectionState) => void>()
  #state: ConnectionState = { status: 'INITIAL' }
  #online = false
  #sent = 0
  #received = 0

  /** After `patience` attempts in vain nobody counts as reachable. */
  constructor(eventBus: SrvraEventBus, patience: number) {
    this.#eventBus = eventBus
    this.#patience = patience
  }

  get state(): ConnectionState {
    return this.#state
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Operations were answered, or changes arrived. */
  exchanged({ sent = 0, received = 0 }: { readonly sent?: number; readonly received?: number }): void {
    this.#sent += sent
    this.#received += received
  }

  attempted(node: string, attempt: number, delayMs: number): void {
    const before = this.#state.status
    this.become({ type: 'attempt', node, attempt, delayMs, patience: this.#patience })
    if (before !== 'INITIAL') this.#eventBus.emit(RECONNECTING, { attempt, delayMs })
    if (this.#state.status !== 'OFFLINE' || before === 'OFFLINE') return
    this.told({ code: 'E_UNREACHABLE', message: `No node could be reached in ${attempt - 1} attempts; they go on.` })
  }

  welcomed(node: string): void {
    this.become({ type: 'welcome', node })
    this.#setOnline(true)
  }

  disconnected(): void {
    this.#setOnline(false)
  }

  /** Something here went wrong. What nobody foresaw is reported, too. Answers what it comes to. */
  failed(error: unknown, retrying: boolean): { readonly code: string; readonly message: string } {
    if (!(error instanceof SrvraError)) this.#eventBus.report({ source: SOURCE, subscriberId: SOURCE, error })
    const { code, message } =
      error instanceof SrvraError ? error : { code: 'E_INTERNAL', message: 'Something went wrong inside the replica.' }
    this.told({ code, message })
    this.become({ type: 'failed', code, message, retrying })
    return { code, message }
  }

  told(error: { readonly code: string; readonly message: string; readonly key?: string }): void {
    this.#eventBus.emit(SYNC_ERROR, error)
  }

  become(event: ConnectionEvent): void {
    const before = this.#state
    const state = nextState(before, event)
    if (state === before) return
    this.#state = state
    for (const listener of this.#listeners) this.#tell(listener, state)
    if (before.status === 'SYNCING' && (state.status === 'SYNCED' || state.status === 'PARTIAL_SYNC')) this.#complete()
  }

  /** A listener that throws keeps nobody else from hearing, and the replica from nothing. */
  #tell(listener: (state: ConnectionState) => void, state: ConnectionState): void {
    try {
      listener(state)
    } catch (error) {
      this.#eventBus.report({ source: SOURCE, subscriberId: 'onState', error })
    }
  }

  #complete(): void {
    const { sent, received } = { sent: this.#sent, received: this.#received }
    this.#sent = 0
    this.#received = 0
    this.#eventBus.emit(SYNC_COMPLETE, { changes: sent + received, sent, received })
  }

  #setOnline(online: boolean): void {
    if (this.#online === online) return
    this.#online = online
    this.#eventBus.emit(NETWORK_STATUS, online ? 'online' : 'offline')
  }
}
