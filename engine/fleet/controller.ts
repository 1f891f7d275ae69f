import type { JsonObject, JsonValue } from '../core/json/index.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { SyncOptions } from '../sync-options.ts'

const CONTROL = 'demo/control'
const NAME = 'demo-controller'

/** A document that a fleet begins with. */
export interface FirstDocument {
  readonly key: string
  readonly value: JsonObject
}

/**
 * Takes orders for the fleet from a document that anybody with a console can write: `demo/control` with
 * `{ offline: [names], stopped: true }`. It stays connected when the members do not, and looks at their documents only
 * before and after the play. // C-22
 */
export class Controller {
  /** Resolves when the document says that the fleet is to stop. */
  readonly stopped: Promise<void>
  readonly #engine: SrvraDataSync
  readonly #covered: readonly string[]
  #onOffline: (names: ReadonlySet<string>) => void = () => undefined

  /** `covered`: patterns of the fleet's documents. */
  constructor(options: Pick<SyncOptions, 'nodes' | 'token' | 'ca' | 'storage'>, covered: readonly string[]) {
    this.#engine = new SrvraDataSync({
      ...options,
      replicaName: NAME,
      actor: NAME,
      historySize: 1,
      subscribe: [CONTROL, ...covered],
    })
    this.#covered = covered
    this.stopped = new Promise((resolve) => {
      this.#engine.stateManager.subscribe(CONTROL, (value) => {
        this.#onOffline(this.offline)
        if (member(value, 'stopped') === true) resolve()
      })
    })
  }

  /** Puts the fleet's first documents where there are none, and waits until the hub has them. Throws why it lets nobody in. */
  async prepare(documents: readonly FirstDocument[]): Promise<void> {
    await this.#engine.sync()
    for (const { key, value } of documents) if (this.#engine.getState(key) === undefined) this.#engine.setState(key, value)
    // What an earlier fleet was told is over.
    if (member(this.#engine.getState(CONTROL), 'stopped') === true) this.#engine.setState(CONTROL, { offline: [] })
    await this.#engine.sync()
    this.#engine.replica?.subscribe([CONTROL])
  }

  /** Who is to be offline. */
  get offline(): ReadonlySet<string> {
    const offline = member(this.#engine.getState(CONTROL), 'offline')
    const names: readonly unknown[] = Array.isArray(offline) ? offline : []
    return new Set(names.filter((name) => typeof name === 'string'))
  }

  /** Tells who is to be offline whenever it changes. */
  onOffline(listener: (names: ReadonlySet<string>) => void): void {
    this.#onOffline = listener
  }

  /** Fetches what the hub has of the fleet's documents. */
  async fetchAll(): Promise<void> {
    this.#engine.replica?.subscribe([CONTROL, ...this.#covered])
    await this.#engine.sync()
  }

  confirmedVersion(key: string): number {
    return this.#engine.replica?.confirmedVersion(key) ?? 0
  }

  value(key: string): JsonValue | undefined {
    return this.#engine.getState(key)
  }

  async close(): Promise<void> {
    await this.#engine.close()
  }
}

/** Anybody may have written anything there. */
function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined
}
