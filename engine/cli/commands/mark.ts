import { join } from 'node:path'
import { Command } from 'commander'
import { formatInstant } from '../../core/query/index.ts'
import { admitMark } from '../../monitoring/admit-mark.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { dataFolder, requireStore } from '../data-folder.ts'
import { userName } from '../user-name.ts'
import { parseTime } from '../parse-arguments.ts'

interface MarkFlags extends CommonOptions {
  readonly at?: string
}

export function markCommand(context: CommandContext): Command {
  return new Command('mark')
    .summary('put words beside the figures of a hub')
    .description(
      'Put words at an instant beside the figures of a hub, where charts show them as a line. The hub or its console may run meanwhile.',
    )
    .argument('<text>', 'such as "deploy 1.2"; one line of 120 characters at most')
    .option('--at <time>', 'when it was (default: now)')
    .addHelpText('after', "\nExamples:\n  srvra mark 'deploy 1.2'\n  srvra mark 'load test' --at -10m")
    .action(async (text: string, options: MarkFlags) => {
      const now = context.now()
      const at = options.at === undefined ? now : parseTime(options.at, now)
      const mark = admitMark({ at, kind: 'note', text, by: options.actor ?? userName() })
      const dir = dataFolder(options.data, context.env)
      requireStore(dir, 'store.sqlite')
      const { SqliteSeriesStore } = await import('../../adapters/sqlite-series-store.ts')
      const series = new SqliteSeriesStore(join(dir, 'series.sqlite'))
      try {
        series.putMark(mark)
      } finally {
        series.close()
      }
      context.out.line(`Marked ${formatInstant(at)}: ${mark.text}`)
      context.out.answer({ dir, ...mark, at: formatInstant(at) })
    })
}
