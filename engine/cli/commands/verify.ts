import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { runSliced } from '../run-sliced.ts'

export function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .summary('check every hash and the chain of the log')
    .description(
      'Recompute the hash chain of the log and every hash in the store. Faults are listed, nothing is repaired; exit code 4.',
    )
    .action(async (options: CommonOptions) => {
      const report = await context.withStore('read', options, ({ engine }) =>
        runSliced(context, 'Verifying', engine.storage.verify()),
      )
      const { problems, changes, documents, chainHead, digest } = report
      for (const { code, message, key, seq } of problems) {
        context.out.note(
          `${code}: ${message}${key === undefined ? '' : ` (document ${key})`}${seq === undefined ? '' : ` (change ${seq})`}`,
        )
      }
      const scope = `${countOf(changes, 'change')} and ${countOf(documents, 'document')}`
      context.out.line(
        problems.length === 0 ? `${scope}: the chain and every hash hold.` : `${countOf(problems.length, 'fault')} in ${scope}.`,
      )
      context.out.line(`chain   ${chainHead}\ndigest  ${digest}`)
      context.out.answer({ ok: problems.length === 0, ...report })
      if (problems.length > 0) process.exitCode = EXIT.store
    })
}
