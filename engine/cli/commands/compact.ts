import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { formatInstant } from '../../core/query/index.ts'
import type { CompactionPlan, Storage } from '../../ports/storage.ts'
import type { CommandContext, CommonOptions, OpenStore } from '../command-context.ts'
import { parseCount, parseTime } from '../parse-arguments.ts'
import { runSliced } from '../run-sliced.ts'
import { bytesText } from '../table.ts'

interface CompactFlags extends CommonOptions {
  readonly before?: string
  readonly keepVersions?: string
}

export function compactCommand(context: CommandContext): Command {
  return new Command('compact')
    .summary('let old history go')
    .description('Let old history go, for good. Every document keeps its present value and its state at the horizon.')
    .option('--before <time>', 'let go of all changes before this time')
    .option('--keep-versions <n>', 'keep so many readable versions of each document (default: 50)')
    .addHelpText('after', '\nExamples:\n  srvra compact --before -365d\n  srvra compact --keep-versions 10')
    .action(async (options: CompactFlags) => {
      const plan: CompactionPlan = {
        ...(options.before === undefined ? {} : { before: parseTime(options.before, context.now()) }),
        ...(options.keepVersions === undefined
          ? {}
          : { keepVersions: parseCount(options.keepVersions, 'A number of versions', 1) }),
      }
      const report = await context.withStore('read', options, (store) => runSliced(context, 'Compacting', compaction(store, plan)))
      const gone = `${countOf(report.removedChanges, 'change')} and the values of ${countOf(report.trimmedVersions, 'version')}`
      context.out.line(`${gone} let go, ${bytesText(report.freedBytes)} freed.`)
      context.out.answer({ ...report, horizon: { seq: report.horizon.seq, at: formatInstant(report.horizon.at) } })
    })
}

/** What the command line says replaces what the keys' own settings allow. */
function compaction({ engine }: OpenStore, plan: CompactionPlan): ReturnType<Storage['compact']> {
  const silent = plan.before === undefined && plan.keepVersions === undefined
  return engine.storage.compact(silent ? engine.stateManager.compactionPlan() : plan)
}
