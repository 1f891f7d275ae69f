import { Command } from 'commander'
import { SrvraError } from '../../core/errors.ts'
import { seqAtInstant } from '../../admin/seq-at-instant.ts'
import type { Storage, StoredDocument } from '../../ports/storage.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey, parseTime, usageError } from '../parse-arguments.ts'
import { documentView, prettyJson } from '../views.ts'

interface GetOptions extends CommonOptions {
  readonly version?: string
  readonly at?: string
  readonly metadata?: boolean
}

export function getCommand(context: CommandContext): Command {
  return new Command('get')
    .summary('print a document')
    .description('Print a document.')
    .argument('<key>', 'such as cities/AD/3039163')
    .option('--version <n>', 'as it was in this version')
    .option('--at <time>', 'as it was then')
    .option('--metadata', 'with version, author, times, tags ... around the value (as --json does)')
    .addHelpText(
      'after',
      '\nExamples:\n  srvra get settings/theme\n  srvra get settings/theme --at -1d\n  srvra get settings/theme --version 1 --metadata',
    )
    .action(async (key: string, options: GetOptions) => {
      const moment = parseMoment(options, context.now())
      const document = await context.withStore('read', options, ({ engine }) => readDocument(engine.storage, parseKey(key), moment))
      context.out.line(prettyJson(options.metadata === true ? documentView(document) : document.value))
      context.out.answer(documentView(document))
    })
}

type Moment = { readonly version?: number; readonly at?: number }

function parseMoment({ version, at }: GetOptions, now: number): Moment {
  if (version !== undefined && at !== undefined) throw usageError('Give either --version or --at, not both.')
  if (version !== undefined) return { version: parseCount(version, 'A version', 1) }
  return at === undefined ? {} : { at: parseTime(at, now) }
}

function readDocument(storage: Storage, key: string, { version, at }: Moment): StoredDocument & { readonly value: {} | null } {
  const document =
    version !== undefined
      ? storage.readVersion(key, version)
      : at !== undefined
        ? storage.readAt(key, seqAtInstant(storage, at))
        : storage.read(key)
  if (document?.value !== undefined) return { ...document, value: document.value }
  const now = storage.read(key)
  if (now === undefined) throw new SrvraError('E_NOT_FOUND', `There is no document '${key}'.`, { key })
  if (version !== undefined && document === undefined)
    throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no version ${version}; its latest is ${now.version}.`, { key, version })
  const when = version !== undefined ? ` in version ${version}` : at !== undefined ? ' at that time' : ''
  throw new SrvraError('E_NOT_FOUND', `There is no document '${key}'${when}. srvra history shows what became of it.`, { key })
}
