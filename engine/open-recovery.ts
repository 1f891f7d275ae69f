import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { systemRandom } from './adapters/system-random.ts'
import { openSqliteStorage } from './adapters/sqlite-storage/index.ts'
import { SrvraError } from './core/errors.ts'
import { openBackupTarget } from './open-backup-target.ts'
import type { Clock } from './ports/clock.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import type { TargetOptions } from './ports/target-options.ts'
import { DisasterRecovery } from './recovery/disaster-recovery.ts'
import { resolveRecoveryOptions } from './recovery/recovery-options.ts'
import type { RecoveryOptions } from './recovery/recovery-options.ts'
import { backupKeyOf, keyText, newSecret, parseKeyText } from './recovery/seal/backup-key.ts'
import { prefixOf, storesAt, Vault } from './recovery/vault.ts'
import { reportUnforeseen } from './report-unforeseen.ts'

export interface OpenRecoveryParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** The folder of the store; undefined where it is in memory. */
  readonly dir: string | undefined
}

/** Disaster recovery on the means of Node.js. A store in memory has its backups in the folder `srvra` of the working directory. */
function openRecovery({ storage, clock, scheduler, dir }: OpenRecoveryParts, options: RecoveryOptions): DisasterRecovery {
  const beside = resolve(dir ?? 'srvra')
  const resolved = resolveRecoveryOptions(options, beside)
  const keyFile = resolve(resolved.keyFile ?? join(beside, 'backup.key'))
  return new DisasterRecovery({
    storage,
    clock,
    scheduler,
    options: resolved,
    targets: resolved.targets.map((target) => ({ name: nameOfTarget(target), open: () => openBackupTarget(target) })),
    key: backupKeyOf(readOrMakeKey(keyFile)),
    keptBeside: dirname(keyFile) === beside,
    openStore: openRestoredStore,
    scratch: join(beside, 'recovery'),
    report: reportUnforeseen,
  })
}

/** Disaster recovery of an engine, on or off. */
export class RecoverySwitch {
  readonly #parts: OpenRecoveryParts
  #current: DisasterRecovery | undefined

  constructor(parts: OpenRecoveryParts) {
    this.#parts = parts
  }

  /** Undefined while it is off. */
  get current(): DisasterRecovery | undefined {
    return this.#current
  }

  /** Throws E_RECOVERY_ON, E_OPTION, E_KEY_FORMAT. */
  enable(options: RecoveryOptions): DisasterRecovery {
    if (this.#current)
      throw new SrvraError('E_RECOVERY_ON', 'Disaster recovery is on already; end it with disableDisasterRecovery() first.')
    this.#current = openRecovery(this.#parts, options)
    return this.#current
  }

  async disable(): Promise<void> {
    const ended = this.#current
    this.#current = undefined
    await ended?.close()
    if (ended) this.#parts.storage.journal.keep(false)
  }
}

/** Opens a store that is being restored. It is not in service yet, so nobody waits for the disk at each step. */
export function openRestoredStore(dir: string, storeId: string): Storage {
  return openSqliteStorage({ dir, synchronous: 'NORMAL', random: { ...systemRandom, token: () => storeId } })
}

/**
 * The backups of a store at a target, for whoever has the key: of the only store there, or of the one that is named. Rejects
 * with E_BACKUP_MISSING, E_BACKUP_STORE when there are several, and with what reading them throws.
 */
export async function openVault(target: TargetOptions, secret: Uint8Array, storeId?: string): Promise<Vault> {
  const key = backupKeyOf(secret)
  // Opening a folder makes it; looking for backups must not.
  if ('folder' in target && !existsSync(target.folder)) throw noBackups(nameOfTarget(target))
  const opened = await openBackupTarget(target)
  const prefixes = storeId === undefined ? await storesAt(opened) : [prefixOf(storeId)]
  const vaults = prefixes.map((prefix) => new Vault(opened, key, prefix))
  const [vault] = vaults
  if (!vault) throw noBackups(nameOfTarget(target))
  if (vaults.length > 1) throw severalStores(nameOfTarget(target), await readable(vaults))
  if (!(await vault.load())) throw noBackups(nameOfTarget(target))
  return vault
}

/** The identities of the stores whose backups this key opens. */
async function readable(vaults: readonly Vault[]): Promise<readonly string[]> {
  const manifests = await Promise.all(vaults.map((vault) => vault.load().catch(() => undefined)))
  return manifests.flatMap((manifest) => (manifest ? [manifest.storeId] : []))
}

function noBackups(target: string): SrvraError {
  return new SrvraError('E_BACKUP_MISSING', `There are no backups at ${target}; make one first, or name another target.`, {
    target,
  })
}

function severalStores(target: string, stores: readonly string[]): SrvraError {
  const told = stores.length === 0 ? 'none of which this key opens' : `of which this key opens ${stores.join(', ')}`
  return new SrvraError('E_BACKUP_STORE', `There are backups of several stores at ${target}, ${told}: name one.`, { target })
}

/** What a target is called in messages: without secrets. */
function nameOfTarget(target: TargetOptions): string {
  return 'folder' in target ? target.folder : `s3://${[target.s3.bucket, target.s3.prefix].filter(Boolean).join('/')}`
}

/** Copies the key of a store to a file of its owner's, to be kept elsewhere. Answers its id. Throws E_KEY_FILE, E_KEY_FORMAT. */
export function exportKey(dir: string, file: string): string {
  const own = join(dir, 'backup.key')
  if (!existsSync(own))
    throw new SrvraError('E_KEY_FILE', `There is no key in ${own} yet: it is made with the first backup.`, { file: own })
  const secret = parseKeyText(readFileSync(own, 'utf8'), own)
  writeFileSync(file, keyText(secret), { mode: 0o600, flush: true })
  chmodSync(file, 0o600)
  return backupKeyOf(secret).id
}

/** The secret of a key file, which is made when it is not there. Throws E_KEY_FORMAT. */
function readOrMakeKey(file: string): Uint8Array {
  if (existsSync(file)) return parseKeyText(readFileSync(file, 'utf8'), file)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const secret = newSecret()
  writeFileSync(file, keyText(secret), { mode: 0o600, flag: 'wx', flush: true })
  return secret
}
