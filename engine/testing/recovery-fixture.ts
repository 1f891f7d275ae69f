import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { MemoryTarget } from '../adapters/backup-targets/memory-target.ts'
import { openSqliteStorage } from '../adapters/sqlite-storage/index.ts'
import { openRestoredStore } from '../open-recovery.ts'
import type { BackupTarget } from '../ports/backup-target.ts'
import type { Storage } from '../ports/storage.ts'
import { DisasterRecovery } from '../recovery/disaster-recovery.ts'
import { resolveRecoveryOptions } from '../recovery/recovery-options.ts'
import type { RecoveryOptions } from '../recovery/recovery-options.ts'
import { planTo } from '../recovery/restore/find-position.ts'
import type { RestorePoint } from '../recovery/restore/find-position.ts'
import { restoreStore } from '../recovery/restore/restore-store.ts'
import type { RestoredStore, RestoreHooks } from '../recovery/restore/restore-store.ts'
import { backupKeyOf } from '../recovery/seal/backup-key.ts'
import { prefixOf, Vault } from '../recovery/vault.ts'
import { ChangeAuthor } from './change-author.ts'
import { VirtualTime } from './virtual-time.ts'

export const TEST_KEY = backupKeyOf(Buffer.alloc(32, 7))

export interface RecoveryFixtureOptions {
  readonly targets?: readonly BackupTarget[]
  readonly options?: RecoveryOptions
}

/** A store with disaster recovery, on virtual time, that can be killed, opened again and restored. */
export class RecoveryFixture {
  readonly root = mkdtempSync(join(tmpdir(), 'srvra-recovery-'))
  readonly time = new VirtualTime()
  readonly targets: readonly BackupTarget[]
  readonly reported: unknown[] = []
  storage: Storage
  author: ChangeAuthor
  recovery: DisasterRecovery
  readonly #options: RecoveryOptions
  #restores = 0

  constructor({ targets = [new MemoryTarget()], options = {} }: RecoveryFixtureOptions = {}) {
    this.targets = targets
    this.#options = options
    this.storage = this.open()
    this.author = new ChangeAuthor(this.storage)
    this.recovery = this.enable()
    onTestFinished(async () => {
      await this.recovery.close()
      this.storage.close()
      rmSync(this.root, { recursive: true })
    })
  }

  get dir(): string {
    return join(this.root, 'store')
  }

  open(): Storage {
    return openSqliteStorage({ dir: this.dir, synchronous: 'NORMAL' })
  }

  enable(): DisasterRecovery {
    return new DisasterRecovery({
      storage: this.storage,
      options: resolveRecoveryOptions({ verifyInterval: '0', ...this.#options }, this.root),
      targets: this.targets.map((target) => ({ name: target.name, open: async () => target })),
      key: TEST_KEY,
      keptBeside: true,
      openStore: openRestoredStore,
      scratch: join(this.root, 'scratch'),
      clock: this.time,
      scheduler: this.time,
      report: (error) => void this.reported.push(error),
    })
  }

  /** Ends without a word to the targets, as a killed process does, and begins anew. */
  restart(): void {
    this.storage.close()
    this.storage = this.open()
    this.author = new ChangeAuthor(this.storage)
    this.recovery = this.enable()
  }

  /** What anybody has who knows the target and the key, and nothing else. */
  async vault(target: BackupTarget = this.targets[0] as BackupTarget): Promise<Vault> {
    const vault = new Vault(target, TEST_KEY, prefixOf(this.storage.storeId))
    await vault.load()
    return vault
  }

  /** Restores into a folder of its own. */
  async restore(
    point: RestorePoint,
    more: { readonly dir?: string; readonly target?: BackupTarget } & RestoreHooks = {},
  ): Promise<RestoredStore> {
    const { dir = join(this.root, `restored-${this.#restores++}`), target, ...hooks } = more
    const vault = await this.vault(target)
    const plan = await planTo(vault, point, Number.MAX_SAFE_INTEGER)
    const epoch = Math.max(...(vault.manifest?.lives ?? []).map((life) => life.epoch)) + 1
    return restoreStore({ vault, plan, dir, openStore: openRestoredStore, epoch, ...hooks })
  }

  /** Opens a store that was restored, until the test is over. */
  opened({ dir }: RestoredStore): Storage {
    const storage = openRestoredStore(dir, '')
    onTestFinished(() => storage.close())
    return storage
  }
}
