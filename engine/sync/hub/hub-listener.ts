import { SrvraError } from '../../core/errors.ts'
import type { Accept, Listener } from '../../ports/transport.ts'
import type { ListenState } from './client-view.ts'

/** Opens a place where replicas connect. Throws E_PORT_IN_USE, E_TLS_REQUIRED and the like. */
export type OpenListener<Options> = (options: Options, accept: Accept) => Promise<Listener>

/** Whether and where a hub receives replicas, as a state that a console can show. */
export class HubListener<Options extends { readonly port: number }> {
  readonly #open: OpenListener<Options>
  readonly #accept: Accept
  readonly #listeners = new Set<(state: ListenState) => void>()
  #state: ListenState = { status: 'off' }
  #listener: Listener | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(open: OpenListener<Options>, accept: Accept) {
    this.#open = open
    this.#accept = accept
  }

  get state(): ListenState {
    return this.#state
  }

  /** Begins to listen, elsewhere when it listened already. Never rejects: the state says how it went. */
  listen(options: Options): Promise<ListenState> {
    return this.#inTurn(() => this.#listen(options))
  }

  /** Ends all connections and frees the port. */
  stop(): Promise<ListenState> {
    return this.#inTurn(() => this.#stop())
  }

  onState(listener: (state: ListenState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #listen(options: Options): Promise<ListenState> {
    await this.#stop()
    const { port } = options
    this.#become({ status: 'starting', port })
    try {
      this.#listener = await this.#open(options, this.#accept)
      return this.#become({ status: 'listening', url: this.#listener.url, port: this.#listener.port })
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
      return this.#become({ status: 'failed', code: error.code, message: error.message, port })
    }
  }

  async #stop(): Promise<ListenState> {
    const listener = this.#listener
    this.#listener = undefined
    await listener?.close()
    return this.#become({ status: 'off' })
  }

  #become(state: ListenState): ListenState {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
    return state
  }

  /** One after the other: what was asked for last is what holds in the end. */
  #inTurn(work: () => Promise<ListenState>): Promise<ListenState> {
    const next = this.#turn.then(work, work)
    this.#turn = next.catch(() => undefined)
    return next
  }
}
