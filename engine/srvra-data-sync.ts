import { SchemaFile } from './adapters/schema-file.ts'
import { systemClock } from './adapters/system-clock.ts'
import type { JsonObject, JsonValue } from './core/json/index.ts'
import { openStorage } from './open-storage.ts'
import type { CompactionPlan, CompactionReport, Storage } from './ports/storage.ts'
import { SrvraEventBus } from './state/event-bus.ts'
import type { EventStatistics } from './state/event-bus.ts'
import { SrvraStateManager } from './state/srvra-state-manager.ts'
import type { StateSnapshot } from './state/state-manager-options.ts'
import type { StateStatistics } from './state/state-statistics.ts'
import type { BatchResult, StateUpdate } from './state/state-update.ts'
import type { BatchOperation, BatchOptions, SetOptions } from './state/write-options.ts'
import { resolveSyncOptions } from './sync-options.ts'
import type { ResolvedSyncOptions, StoreFolder, SyncOptions } from './sync-options.ts'

export interface SyncStatistics {
  readonly state: StateStatistics
  readonly events: EventStatistics
}

/** A store with its state manager and event bus, wired as the options say. */
export class SrvraDataSync {
  /** The options in force, defaults filled in. */
  readonly options: ResolvedSyncOptions
  readonly storage: Storage
  readonly eventBus: SrvraEventBus
  readonly stateManager: SrvraStateManager

  readonly #schemaFile: SchemaFile | undefined
  #keptSchemas: Readonly<Record<string, JsonObject>>

  /** Opens the store. Throws E_OPTION for options that are unknown or wrong, and what opening the store throws. */
  constructor(options: SyncOptions = {}) {
    this.options = resolveSyncOptions(options)
    const { clock = systemClock, enableVersioning, historySize, limits, actor, onError } = this.options
    this.eventBus = new SrvraEventBus({ clock, historySize: this.options.eventHistorySize, ...(onError ? { onError } : {}) })
    this.storage = openStorage(this.options)
    this.#schemaFile = isFolder(this.options.storage) ? new SchemaFile(this.options.storage.dir) : undefined
    this.stateManager = new SrvraStateManager({
      storage: this.storage,
      eventBus: this.eventBus,
      clock,
      enableVersioning,
      historySize,
      limits,
      actor,
    })
    try {
      this.#keptSchemas = this.#schemaFile?.read() ?? {}
      this.#registerAll({ ...this.#keptSchemas, ...this.options.schemas })
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** See SrvraStateManager.setState. */
  setState(key: string, value: unknown, options?: SetOptions): StateUpdate {
    return this.stateManager.setState(key, value, options)
  }

  /** See SrvraStateManager.getState. */
  getState(key: string, options?: { readonly withMetadata?: false }): JsonValue | undefined
  getState(key: string, options: { readonly withMetadata: true }): StateSnapshot | undefined
  getState(key: string, options?: { readonly withMetadata?: boolean }): JsonValue | StateSnapshot | undefined {
    return options?.withMetadata ? this.stateManager.getState(key, { withMetadata: true }) : this.stateManager.getState(key)
  }

  /** See SrvraStateManager.batch. */
  batch(operations: readonly BatchOperation[], options?: BatchOptions): BatchResult {
    return this.stateManager.batch(operations, options)
  }

  /**
   * Requires values of the pattern's keys to satisfy a JSON Schema (2020-12 or draft-07) from now on. A store in a folder
   * keeps it for every program that opens the store. Throws E_SCHEMA.
   */
  registerSchema(keyPattern: string, schema: JsonObject): void {
    this.stateManager.registerSchema(keyPattern, schema)
    this.#keepSchemas({ ...this.#keptSchemas, [keyPattern]: schema })
  }

  /** False when the pattern has no schema. */
  removeSchema(keyPattern: string): boolean {
    const { [keyPattern]: _removed, ...kept } = this.#keptSchemas
    this.#keepSchemas(kept)
    return this.stateManager.removeSchema(keyPattern)
  }

  /**
   * Lets old history go: by default the versions beyond those that `historySize` promises. Yields to other work between
   * slices, and stops when the signal is aborted: what was let go until then stays gone.
   */
  async compact(plan: CompactionPlan = this.stateManager.compactionPlan(), signal?: AbortSignal): Promise<CompactionReport> {
    const slices = this.storage.compact(plan)
    for (;;) {
      signal?.throwIfAborted()
      const slice = slices.next()
      if (slice.done) return slice.value
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  /** Counts of documents, changes, bytes, writes, subscribers and events. */
  getStatistics(): SyncStatistics {
    return { state: this.stateManager.getStatistics(), events: this.eventBus.getStatistics() }
  }

  /** Closes the store, unless the caller brought it along. Idempotent. */
  close(): void {
    if (this.options.storage === 'memory' || isFolder(this.options.storage)) this.storage.close()
  }

  #registerAll(schemas: Readonly<Record<string, JsonObject>>): void {
    for (const [pattern, schema] of Object.entries(schemas)) this.stateManager.registerSchema(pattern, schema)
  }

  #keepSchemas(schemas: Readonly<Record<string, JsonObject>>): void {
    this.#schemaFile?.write(schemas)
    this.#keptSchemas = schemas
  }
}

function isFolder(storage: ResolvedSyncOptions['storage']): storage is StoreFolder {
  return typeof storage === 'object' && 'dir' in storage
}
