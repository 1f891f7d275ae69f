import { Command } from 'commander'
import { formatInstant } from '../../core/query/index.ts'
import type { LogPosition } from '../../ports/storage.ts'
import type { CommandContext, CommonOptions, OpenStore } from '../command-context.ts'
import { bytesText, table } from '../table.ts'

export function statsCommand(context: CommandContext): Command {
  return new Command('stats')
    .summary('print counts and sizes')
    .description('Print how many documents and changes the store holds, and how large it is.')
    .action(async (options: CommonOptions) => {
      const statistics = await context.withStore('read', options, collect)
      for (const line of table(readable(statistics))) context.out.line(line)
      context.out.answer(statistics)
    })
}

function collect({ engine: { storage }, dir }: OpenStore) {
  return {
    dir,
    storeId: storage.storeId,
    epoch: storage.epoch,
    ...storage.statistics(),
    head: positionView(storage.head()),
    horizon: positionView(storage.horizon()),
  }
}

function positionView({ seq, at }: LogPosition): { readonly seq: number; readonly at: string | null } {
  return { seq, at: seq === 0 ? null : formatInstant(at) }
}

function readable(statistics: ReturnType<typeof collect>): readonly (readonly [string, string])[] {
  const number = (value: number): string => value.toLocaleString('en-US')
  const { documents, deletedDocuments, changes, bytes, historyBytes, head, horizon } = statistics
  return [
    ['folder', statistics.dir],
    ['store', `${statistics.storeId}, epoch ${statistics.epoch}`],
    ['documents', `${number(documents)}, and ${number(deletedDocuments)} deleted`],
    ['changes', `${number(changes)}${head.at === null ? '' : `, the last at ${head.at}`}`],
    ['size', `${bytesText(bytes)}, of it history ${bytesText(historyBytes)}`],
    ['history', horizon.at === null ? 'from the beginning' : `from ${horizon.at} (change ${horizon.seq})`],
  ]
}
