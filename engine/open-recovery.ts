import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { systemRandom } from './adapters/system-random.ts'
import { openSqliteStorage } from './adapters/sqlite-storage/index.ts'
import { openBackupTarget } from './open-backup-target.ts'
import type { Clock } from './ports/clock.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import type { TargetOptions } from './ports/target-options.ts'
import { DisasterRecovery } from './recovery/disaster-recovery.ts'
import { resolveRecoveryOptions } from './recovery/recovery-options.ts'
import type { RecoveryOptions } from './recovery/recovery-options.ts'
import { backupKeyOf, keyText, newSecret, parseKeyText } from './recovery/seal/backup-key.ts'
import { reportUnforeseen } from './report-unforeseen.ts'

export interface OpenRecoveryParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** The folder of the store; undefined where it is in memory. */
  readonly dir: string | undefined
}

/** Disaster recovery on the means of Node.js. A store in memory has its backups in the folder `srvra` of the working directory. */
export function openRecovery({ storage, clock, scheduler, dir }: OpenRecoveryParts, options: RecoveryOptions): DisasterRecovery {
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

/** Opens a store that is being restored. It is not in service yet, so nobody waits for the disk at each step. */
export function openRestoredStore(dir: string, storeId: string): Storage {
  return openSqliteStorage({ dir, synchronous: 'NORMAL', random: { ...systemRandom, token: () => storeId } })
}

/** What a target is called in messages: without secrets. */
export function nameOfTarget(target: TargetOptions): string {
  return 'folder' in target ? target.folder : `s3://${[target.s3.bucket, target.s3.prefix].filter(Boolean).join('/')}`
}

/** The secret of a key file, which is made when it is not there. Throws E_KEY_FORMAT. */
export function readOrMakeKey(file: string): Uint8Array {
  if (existsSync(file)) return parseKeyText(readFileSync(file, 'utf8'), file)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const secret = newSecret()
  writeFileSync(file, keyText(secret), { mode: 0o600, flag: 'wx', flush: true })
  return secret
}
