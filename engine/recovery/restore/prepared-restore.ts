import { existsSync, rmSync } from 'node:fs'
import type { Storage, StoredDocument } from '../../ports/storage.ts'
import { inTurns } from '../in-turns.ts'
import type { Vault } from '../vault.ts'
import { countDifferences, pageOfDifferences } from './compare-stores.ts'
import type { DifferenceCounts, KeyDifference } from './compare-stores.ts'
import { manifestOf, planTo } from './find-position.ts'
import type { RestorePoint } from './find-position.ts'
import { restoreStore } from './restore-store.ts'
import type { OpenStore, RestoredStore, RestoreHooks } from './restore-store.ts'

export interface PrepareOptions extends RestoreHooks {
  readonly vault: Vault
  readonly point: RestorePoint
  /** A folder for the restored store, on the disk of the one that it may take the place of. */
  readonly dir: string
  readonly openStore: OpenStore
  /** The store that is in service. */
  readonly current: Storage
  readonly now: number
}

/** What restoring would do to the store in service. */
export interface RestorePreview {
  readonly seq: number
  readonly at: number
  /** The life that begins with it. */
  readonly epoch: number
  readonly counts: DifferenceCounts
  /** Changes of the store in service that the restored one does not have. */
  readonly setAside: number
}

/**
 * A store that is restored, verified along its chain, and not yet in service: what a dry run looks at, and what takes the
 * place of the current store when somebody says so. What would change is counted anew whenever it is asked for, because the
 * current store goes on meanwhile.
 */
export class PreparedRestore {
  readonly restored: RestoredStore
  readonly #current: Storage
  readonly #storage: Storage

  private constructor(restored: RestoredStore, current: Storage, storage: Storage) {
    this.restored = restored
    this.#current = current
    this.#storage = storage
  }

  /** Restores beside the store in service. Throws what planning and restoring throw; of one that fails nothing stays in a folder that was not there before. */
  static async make({ vault, point, dir, openStore, current, now, ...hooks }: PrepareOptions): Promise<PreparedRestore> {
    const plan = await planTo(vault, point, now, hooks.signal)
    const known = manifestOf(vault).lives.map(({ epoch }) => epoch)
    const epoch = Math.max(current.epoch, ...known) + 1
    const made = !existsSync(dir)
    try {
      const restored = await restoreStore({ vault, plan, dir, openStore, epoch, ...hooks })
      return new PreparedRestore(restored, current, openStore(dir, current.storeId))
    } catch (error) {
      // What was there before is somebody's, or an interrupted restore that can be gone on with.
      if (made) rmSync(dir, { recursive: true, force: true })
      throw error
    }
  }

  /** What taking its place would change, as things stand now. */
  async preview(signal?: AbortSignal): Promise<RestorePreview> {
    const { seq, at, epoch } = this.restored
    const counts = await inTurns(countDifferences(this.#current, this.#storage), signal)
    return { seq, at, epoch, counts, setAside: Math.max(0, this.#current.head().seq - seq) }
  }

  /** Keys that would change, in key order. */
  page(page: { readonly after?: string; readonly limit: number }): readonly KeyDifference[] {
    return pageOfDifferences(this.#current, this.#storage, page)
  }

  /** A document as it is in the restored store. */
  read(key: string): StoredDocument | undefined {
    return this.#storage.read(key)
  }

  /** Closes the restored store, so that its folder can be moved. */
  release(): string {
    this.#storage.close()
    return this.restored.dir
  }

  /** Lets it go. */
  discard(): void {
    this.#storage.close()
    rmSync(this.restored.dir, { recursive: true, force: true })
  }
}
