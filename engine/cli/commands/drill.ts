import { Command } from 'commander'
import { writeFileSync } from 'node:fs'
import { targetText } from '../../recovery/target-text.ts'
import { drillReportText } from '../../recovery/drill-report-text.ts'
import { addBackupFlags, targetOf } from '../backup-flags.ts'
import type { BackupFlags } from '../backup-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { summaryOf, verified } from './verify-backup.ts'

interface DrillFlags extends BackupFlags {
  readonly report?: string
}

export function drillCommand(context: CommandContext): Command {
  return addBackupFlags(new Command('drill'))
    .summary('rehearse a restore, and report on it')
    .description(
      'Rehearse the loss of the store: restore the newest position from the target alone, verify it, and say how long it took and how much would have been lost. With --report the result is written as a page for whoever asks whether backups work.',
    )
    .option('--report <file>', 'where to write the report, in Markdown')
    .addHelpText('after', '\nExample:\n  srvra drill --from s3://backups/shop-7 --key-file /safe/backup.key --report drill.md')
    .action(async (options: DrillFlags) => {
      const report = await verified(context, options, 'Rehearsing')
      for (const problem of report.problems) context.out.note(problem)
      context.out.line(summaryOf(report))
      context.out.line(`Restoring and verifying took ${(report.tookMs / 1000).toFixed(1)} s.`)
      if (options.report !== undefined) {
        writeFileSync(options.report, drillReportText(report, targetText(targetOf(options, context.env))))
        context.out.line(`The report is in ${options.report}.`)
      }
      context.out.answer(report)
      if (!report.ok) process.exitCode = EXIT.store
    })
}
