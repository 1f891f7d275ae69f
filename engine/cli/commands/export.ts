import { Command, Option } from 'commander'
import { extname } from 'node:path'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { parseFilter } from '../../core/query/index.ts'
import { exportFile, exportPieces } from '../../transfer/index.ts'
import type { ExportOptions, TransferFormat, TransferHooks } from '../../transfer/index.ts'
import type { CommandContext, CommonOptions, OpenStore } from '../command-context.ts'
import { parseTime, usageError } from '../parse-arguments.ts'
import { startProgress } from '../progress-line.ts'
import { bytesText } from '../table.ts'

interface ExportFlags extends CommonOptions {
  readonly format?: TransferFormat
  readonly filter?: string
  readonly at?: string
  readonly metadata?: boolean
  readonly force?: boolean
}

const FORMATS: Readonly<Record<string, TransferFormat>> = {
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.csv': 'csv',
}

export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .summary('export documents to a file')
    .description('Export documents to a file, in the order of their keys. The file appears whole or not at all.')
    .argument('<file>', "ending in .json, .ndjson or .csv; '-' for standard output")
    .addOption(
      new Option('--format <format>', 'instead of telling it from the name; NDJSON on standard output').choices([
        'json',
        'ndjson',
        'csv',
      ]),
    )
    .option('--filter <filter>', "only documents that match, such as 'key:cities/AD/* population>1000'")
    .option('--at <time>', 'as the store was then')
    .option('--metadata', 'each document with key, version, hash, tags, author and times: srvra import reads it back as it was')
    .option('--force', 'replace the file if it exists')
    .addHelpText(
      'after',
      "\nExamples:\n  srvra export backup.ndjson --metadata\n  srvra export andorra.csv --filter 'key:cities/AD/*'\n  srvra export - --at -1d | jq .name",
    )
    .action(async (file: string, options: ExportFlags) => {
      if (file === '-' && options.json === true)
        throw usageError('Standard output can not hold both the documents and --json; name a file.')
      const plan = exportOptions(file, options, context.now())
      await context.withStore('read', options, (store) =>
        file === '-' ? toOutput(context, store, plan) : toFile(context, store, { ...plan, file }, options),
      )
    })
}

function exportOptions(file: string, { format, filter, at, metadata }: ExportFlags, now: number): ExportOptions {
  const told = format ?? (file === '-' ? 'ndjson' : FORMATS[extname(file).toLowerCase()])
  if (told === undefined)
    throw usageError(`The name ${file} does not tell the format: end it in .json, .ndjson or .csv, or say --format.`)
  return {
    format: told,
    metadata: metadata === true,
    ...(filter === undefined ? {} : { filter: parseFilter(filter, now) }),
    ...(at === undefined ? {} : { at: parseTime(at, now) }),
  }
}

async function toFile(
  context: CommandContext,
  { engine, hash }: OpenStore,
  plan: ExportOptions & { readonly file: string },
  { force }: ExportFlags,
): Promise<void> {
  const progress = startProgress(context.out, 'Exporting')
  const hooks: TransferHooks = { signal: context.signal, onProgress: ({ done, total }) => progress.update(done, total) }
  try {
    const options = { ...plan, overwrite: force === true, token: systemRandom.token(6) }
    const report = await exportFile({ storage: engine.storage, hash }, options, hooks)
    progress.stop()
    context.out.line(`${countOf(report.documents, 'document')} (${bytesText(report.bytes)}) written to ${plan.file}.`)
    context.out.answer({ file: plan.file, ...report })
  } finally {
    progress.stop()
  }
}

async function toOutput(context: CommandContext, { engine, hash }: OpenStore, plan: ExportOptions): Promise<void> {
  const { pieces } = exportPieces({ storage: engine.storage, hash }, plan, { signal: context.signal })
  for await (const piece of pieces) {
    context.out.raw(piece)
    await context.out.drain()
  }
}
