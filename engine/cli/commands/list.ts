import { Command } from 'commander'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { listDocuments } from '../list-documents.ts'
import { parseCount } from '../parse-arguments.ts'

interface ListFlags extends CommonOptions {
  readonly limit?: string
  readonly long?: boolean
}

export function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list keys')
    .description('List the keys of the documents whose key begins with a text, in order.')
    .argument('[prefix]', 'such as cities/AD/; without it all documents')
    .option('--limit <n>', 'at most so many')
    .option('-l, --long', 'with version, bytes, time and author, separated by tabs')
    .addHelpText(
      'after',
      '\nExamples:\n  srvra list cities/AD/\n  srvra list --long --limit 20\n  srvra list cities/ --json | jq length',
    )
    .action(async (prefix: string | undefined, options: ListFlags) => {
      const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : parseCount(options.limit, 'A limit', 1)
      await context.withStore('read', options, ({ engine }) =>
        listDocuments(context, engine.storage, { prefix: prefix ?? '', limit, long: options.long === true }),
      )
    })
}
