import type { JsonObject } from '../core/json/index.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'

const CONTROL = 'demo/control'

/**
 * Takes orders for the fleet from a document that anybody with a console can write: `demo/control` with
 * `{ offline: [names], stopped: true }`. It stays connected when the members do not.
 */
export class Controller {
  /** Resolves when the document says that the fleet is to stop. */
  readonly stopped: Promise<void>
  readonly #engine: SrvraDataSync
  #onOffline: (names: ReadonlySet<string>) => void = () => undefined

  constructor(url: string, token: string | undefined, dir: string | undefined) {
    this.#engine = new SrvraDataSync({
      storage: dir === undefined ? 'memory' : { dir, synchronous: 'NORMAL' },
      nodes: [url],
      ...(token === undefined ? {} : { token }),
      replicaName: 'demo-controller',
      actor: 'demo-controller',
      historySize: 1,
    })
    this.stopped = new Promise((resolve) => {
      this.#engine.stateManager.subscribe(CONTROL, (value) => {
        this.#obey()
        if (value !== undefined && (value as JsonObject)['stopped'] === true) resolve()
      })
    })
  }

  /** Puts the fleet's first documents where there are none, and waits until the hub has them. */
  async prepare(documents: readonly { readonly key: string; readonly value: JsonObject }[]): Promise<void> {
    await this.#engine.sync()
    for (const { key, value } of documents) if (this.#engine.getState(key) === undefined) this.#engine.setState(key, value)
    // What an earlier fleet was told is over.
    if ((this.#engine.getState(CONTROL) as JsonObject | undefined)?.['stopped'] === true) this.#engine.setState(CONTROL, { offline: [] })
    await this.#engine.sync()
  }

  /** Tells who is to be offline, now and whenever it changes. */
  onOffline(listener: (names: ReadonlySet<string>) => void): void {
    this.#onOffline = listener
    this.#obey()
  }

  async close(): Promise<void> {
    await this.#engine.close()
  }

  #obey(): void {
    const control = this.#engine.getState(CONTROL) as JsonObject | undefined
    const offline = Array.isArray(control?.['offline']) ? (control['offline'] as readonly unknown[]) : []
    this.#onOffline(new Set(offline.filter((name) => typeof name === 'string')))
  }
}
