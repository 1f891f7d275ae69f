import { Command } from 'commander'
import { SrvraError } from '../../core/errors.ts'
import { formatInstant } from '../../core/query/index.ts'
import type { HistoryEntry, Storage } from '../../ports/storage.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey } from '../parse-arguments.ts'
import { bytesText, table } from '../table.ts'
import { changeView } from '../views.ts'

interface HistoryFlags extends CommonOptions {
  readonly limit: string
  readonly before?: string
}

export function historyCommand(context: CommandContext): Command {
  return new Command('history')
    .summary('list the versions of a document')
    .description('List the versions of a document, newest first: when, who, what and why.')
    .argument('<key>')
    .option('--limit <n>', 'at most so many', '50')
    .option('--before <version>', 'only versions before this one')
    .action(async (text: string, options: HistoryFlags) => {
      const page = {
        limit: parseCount(options.limit, 'A limit', 1),
        ...(options.before === undefined ? {} : { before: parseCount(options.before, 'A version', 1) }),
      }
      const entries = await context.withStore('read', options, ({ engine }) => readHistory(engine.storage, parseKey(text), page))
      for (const line of table(entries.map(historyRow))) context.out.line(line)
      context.out.answer(entries.map(changeView))
    })
}

function readHistory(
  storage: Storage,
  key: string,
  page: { readonly limit: number; readonly before?: number },
): readonly HistoryEntry[] {
  const entries = storage.history(key, page)
  if (entries.length === 0 && storage.read(key) === undefined)
    throw new SrvraError('E_NOT_FOUND', `There has never been a document '${key}'.`, { key })
  return entries
}

function historyRow(entry: HistoryEntry): readonly (string | number)[] {
  const size = entry.deleted ? 'deleted' : entry.readable ? bytesText(entry.sizeBytes) : 'compacted'
  return [
    `v${entry.version}`,
    formatInstant(entry.at),
    entry.kind,
    entry.actor,
    size,
    [entry.reason, entry.cause && `(${entry.cause})`].filter(Boolean).join(' '),
  ]
}
