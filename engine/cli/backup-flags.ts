import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { SrvraError } from '../core/errors.ts'
import type { TargetOptions } from '../ports/target-options.ts'
import { parseKeyText } from '../recovery/seal/backup-key.ts'
import { parseTargetText } from '../recovery/target-text.ts'
import type { Vault } from '../recovery/vault.ts'
import type { CommandContext, CommonOptions } from './command-context.ts'
import { dataFolder } from './data-folder.ts'

/** What names backups on a command line. */
export interface BackupFlags extends CommonOptions {
  readonly from?: string
  readonly keyFile?: string
  readonly store?: string
}

export function addBackupFlags(command: Command): Command {
  return command
    .option(
      '--from <target>',
      'where the backups are: a folder or s3://BUCKET/PREFIX (default: the folder backups beside the store)',
    )
    .option('--key-file <file>', 'the key that seals them (default: backup.key beside the store)')
    .option('--store <id>', 'whose backups, where a target has those of several stores')
}

/** The folder, or bucket, that the flags name. Throws E_OPTION. */
export function targetOf({ from, data }: BackupFlags, env: CommandContext['env']): TargetOptions {
  return from === undefined ? { folder: join(dataFolder(data, env), 'backups') } : parseTargetText(from, process.cwd())
}

/** Opens the backups that the flags name. Throws E_KEY_FILE, E_KEY_FORMAT, and what `openVault` throws. */
export async function vaultOf(flags: BackupFlags, env: CommandContext['env']): Promise<Vault> {
  const secret = readSecret(keyFileOf(flags, env))
  const { openVault } = await import('../open-recovery.ts')
  return openVault(targetOf(flags, env), secret, flags.store)
}

function keyFileOf({ keyFile, data }: BackupFlags, env: CommandContext['env']): string {
  return resolve(keyFile ?? join(dataFolder(data, env), 'backup.key'))
}

function readSecret(file: string): Uint8Array {
  if (existsSync(file)) return parseKeyText(readFileSync(file, 'utf8'), file)
  const message = `There is no key in ${file}: name the file with --key-file. Without the key that sealed them, backups cannot be read by anybody.`
  throw new SrvraError('E_KEY_FILE', message, { file })
}
