import { isConnected } from '../core/session/connection-state.ts'
import type { ConnectionState } from '../core/session/connection-state.ts'
import { SrvraError } from '../core/errors.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { StateUpdate } from '../state/state-update.ts'

export interface WatcherOptions {
  /** End after so many changes. */
  readonly count: number
  /** Tell also of what is there in the beginning. */
  readonly existing: boolean
  /** `version` is the hub's. A promise says that the reader is slow: until it resolves, the hub is not listened to. */
  readonly onChange: (update: StateUpdate, version: number) => Promise<void> | undefined
  readonly onAway: () => void
  readonly onBack: () => void
}

/** History that is let go after so many changes: whoever watches for weeks needs the documents, not how they became so. */
const TIDY_AFTER = 10_000

/** Tells of every change that reaches a replica until the signal, its count, or the hub ends it. */
export class Watcher {
  /** Resolves at the end. Rejects with why the hub lets nobody in. */
  readonly ended: Promise<void>
  readonly #engine: SrvraDataSync
  readonly #options: WatcherOptions
  #left: number
  #slow = false
  #away = false
  #toTidy = TIDY_AFTER
  #end: () => void = () => undefined
  #fail: (error: SrvraError) => void = () => undefined

  constructor(engine: SrvraDataSync, signal: AbortSignal, options: WatcherOptions) {
    this.#engine = engine
    this.#options = options
    this.#left = options.count
    this.ended = new Promise((resolve, reject) => {
      this.#end = resolve
      this.#fail = reject
    })
    // Whoever does not come to wait for it has another reason to end.
    this.ended.catch(() => undefined)
    if (signal.aborted) this.#end()
    signal.addEventListener('abort', () => this.#end(), { once: true })
    engine.replica?.onState((state) => this.#stateChanged(state))
    if (options.existing) this.#listen()
  }

  /** Waits for the first documents and answers how many there are; undefined when it ended before. Throws as `ended`. */
  async begin(): Promise<number | undefined> {
    const synced = this.#engine.sync().then(
      () => true,
      () => false,
    )
    const first = await Promise.race([synced, this.ended.then(() => false)])
    if (!first) return undefined
    if (!this.#options.existing) this.#listen()
    return this.#engine.storage.statistics().documents
  }

  #listen(): void {
    this.#engine.stateManager.subscribe('**', (_value, update) => this.#told(update))
  }

  #told(update: StateUpdate): void {
    if (this.#left === 0) return
    this.#left--
    const slow = this.#options.onChange(update, this.#engine.replica?.confirmedVersion(update.key) ?? 0)
    if (this.#left === 0) void Promise.resolve(slow).then(this.#end)
    else if (slow && !this.#slow) void this.#waitFor(slow)
    if (--this.#toTidy > 0) return
    this.#toTidy = TIDY_AFTER
    void this.#engine.compact()
  }

  /** What nobody reads must not pile up here. The hub keeps the position, and sends the latest states later. */
  async #waitFor(slow: Promise<void>): Promise<void> {
    this.#slow = true
    // Not within the frame that brought the change.
    await Promise.resolve()
    this.#engine.replica?.pause()
    await slow
    this.#slow = false
    this.#engine.replica?.resume()
  }

  #stateChanged(state: ConnectionState): void {
    if (state.status === 'ERROR') return this.#fail(new SrvraError(state.code, state.message))
    if (isConnected(state)) {
      if (this.#away) this.#options.onBack()
      this.#away = false
    } else if (state.status === 'RECONNECTING' && state.attempt > 1 && !this.#away) {
      this.#away = true
      this.#options.onAway()
    }
  }
}
