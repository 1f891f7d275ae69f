import { Command } from 'commander'
import { seqAtInstant } from '../../admin/seq-at-instant.ts'
import { SrvraError } from '../../core/errors.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { listDocuments } from '../list-documents.ts'
import { parseCount, parseTime } from '../parse-arguments.ts'
import { documentView, prettyJson } from '../views.ts'

interface AtFlags extends CommonOptions {
  readonly limit?: string
  readonly long?: boolean
}

export function atCommand(context: CommandContext): Command {
  return new Command('at')
    .summary('look at the store as it was')
    .description('Look at the store as it was: one document, or the list of those whose key begins with a text.')
    .argument('<time>', 'such as -2h or 2026-11-23T10:00:00Z')
    .argument('[key-or-prefix]', 'a key that was then is printed, anything else lists what begins with it')
    .option('--limit <n>', 'list at most so many')
    .option('-l, --long', 'list with version, bytes, time and author, separated by tabs')
    .addHelpText('after', '\nExamples:\n  srvra at -2h cities/AD/\n  srvra at 2026-11-23 settings/theme')
    .action(async (time: string, prefix: string | undefined, options: AtFlags) => {
      const at = parseTime(time, context.now())
      const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : parseCount(options.limit, 'A limit', 1)
      await context.withStore('read', options, async ({ engine: { storage } }) => {
        const atSeq = seqAtInstant(storage, at)
        const document = prefix === undefined || prefix.endsWith('/') ? undefined : storage.readAt(prefix, atSeq)
        if (document?.value !== undefined) {
          context.out.line(prettyJson(document.value))
          context.out.answer(documentView(document))
          return
        }
        const listed = await listDocuments(context, storage, { prefix: prefix ?? '', limit, long: options.long === true, atSeq })
        if (listed === 0 && prefix !== undefined && !context.out.json) {
          throw new SrvraError('E_NOT_FOUND', `No document '${prefix}', and none whose key begins so, was there at that time.`, {
            prefix,
          })
        }
      })
    })
}
