import { join } from 'node:path'
import { Command, Option } from 'commander'
import { FileLog } from '../../adapters/file-log.ts'
import { formatInstant } from '../../core/query/index.ts'
import type { LogEntry, LogLevel } from '../../ports/log.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { dataFolder } from '../data-folder.ts'
import { parseCount } from '../parse-arguments.ts'

interface LogsFlags extends CommonOptions {
  readonly level?: LogLevel
  readonly component?: string
  readonly text?: string
  readonly limit: string
}

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

export function logsCommand(context: CommandContext): Command {
  return new Command('logs')
    .summary('print what befell a hub')
    .description('Print the last entries of the log in the data folder, the oldest first. A hub may run on the store meanwhile.')
    .addOption(new Option('--level <level>', 'that level and what is worse').choices(LEVELS))
    .option('--component <name>', 'what one part of the program said, such as hub')
    .option('--text <text>', 'part of a message, code or component')
    .option('--limit <n>', 'how many entries', '50')
    .action((options: LogsFlags) => {
      const { level, component, text } = options
      const query = {
        ...(level === undefined ? {} : { levels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) }),
        ...(component === undefined ? {} : { component }),
        ...(text === undefined ? {} : { text }),
      }
      const dir = join(dataFolder(options.data, context.env), 'logs')
      const { entries, more } = new FileLog({ dir }).page(query, parseCount(options.limit, 'A limit', 1))
      if (entries.length === 0) context.out.line(`No such entry in ${dir}.`)
      for (const entry of entries.toReversed()) context.out.line(entryLine(entry))
      context.out.answer({ dir, entries: entries.toReversed(), more })
    })
}

function entryLine({ at, level, component, code, message, stack }: LogEntry): string {
  const head = `${formatInstant(at)}  ${level.padEnd(5)}  ${component}  ${code === undefined ? '' : `${code}: `}${message}`
  return stack === undefined ? head : `${head}\n${stack.replaceAll(/^/gm, '    ')}`
}
