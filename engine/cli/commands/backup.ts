import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { parseTargetText, targetText } from '../../recovery/target-text.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { startProgress } from '../progress-line.ts'
import { bytesText } from '../table.ts'

interface BackupCommandFlags extends CommonOptions {
  readonly to?: readonly string[]
  readonly keyFile?: string
  readonly keep?: string
}

export function backupCommand(context: CommandContext): Command {
  return new Command('backup')
    .summary('back the store up')
    .description(
      'Copy the whole store to one or more targets, and everything that happened since their last contact. What a target has of earlier backups stays, so that any operation in between can be restored. A store that a hub has open is backed up by the hub: srvra serve --backup-to.',
    )
    .option('--to <targets...>', 'folders or s3://BUCKET/PREFIX (default: the folder backups beside the store)')
    .option('--key-file <file>', 'the key that seals backups; made when it is not there (default: backup.key beside the store)')
    .option('--keep <duration>', 'every instant this far back can be restored', '30days')
    .addHelpText('after', '\nExamples:\n  srvra backup\n  srvra backup --to /mnt/backups s3://backups/shop-7?region=eu-central-1')
    .action(async (options: BackupCommandFlags) => {
      const targets = options.to?.map((text) => parseTargetText(text, process.cwd()))
      await context.withStore('read', options, async ({ engine }) => {
        const recovery = engine.enableDisasterRecovery({
          verifyInterval: '0',
          ...(targets ? { targets } : {}),
          ...(options.keyFile === undefined ? {} : { keyFile: options.keyFile }),
          ...(options.keep === undefined ? {} : { retention: options.keep }),
        })
        const progress = startProgress(context.out, 'Backing up')
        try {
          await recovery.backup({ signal: context.signal, onProgress: ({ done, total }) => progress.update(done, total) })
        } finally {
          progress.stop()
        }
        const status = recovery.status()
        for (const { name, state, error } of status.targets) {
          context.out.line(
            state === 'ok' ? `${name}: up to date, to operation ${status.headSeq}.` : `${name}: ${error?.message ?? state}`,
          )
        }
        const { lastBackup, window, key } = status
        if (lastBackup) context.out.line(`${bytesText(lastBackup.bytes)} sealed with the key ${key.id}.`)
        if (key.keptBeside)
          context.out.note('The key lies beside the store: keep a copy of backup.key elsewhere, or a lost disk takes both.')
        context.out.answer({
          ...status,
          targets: status.targets.map((target) => ({ ...target })),
          ...(targets ? { to: targets.map(targetText) } : {}),
        })
        if (window)
          context.out.line(
            `Operations ${window.fromSeq} to ${window.toSeq} can be restored, from ${countOf(status.backups, 'whole backup')} and the log since.`,
          )
        if (status.targets.some(({ state }) => state !== 'ok')) process.exitCode = 1
      })
    })
}
