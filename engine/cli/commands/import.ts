import { Command, Option } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { importFile, ImportRefused, openImportSource, parseKeyTemplate, previewImport } from '../../transfer/index.ts'
import type { ImportOptions, ImportReport, TransferFormat } from '../../transfer/index.ts'
import type { CommandContext, CommonOptions, OpenStore } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { usageError } from '../parse-arguments.ts'
import { startProgress } from '../progress-line.ts'

interface ImportFlags extends CommonOptions {
  readonly key?: string
  readonly format?: TransferFormat
  readonly dryRun?: boolean
  readonly onDuplicate: 'refuse' | 'last'
  readonly csvText?: boolean
  readonly reason?: string
}

/** So many bad rows are printed; --json has the first hundred. */
const SHOWN = 10

const TITLES: Readonly<Record<string, string>> = {
  learning: 'Reading columns',
  checking: 'Checking',
  comparing: 'Comparing',
  writing: 'Writing',
}

export function importCommand(context: CommandContext): Command {
  return new Command('import')
    .summary('import documents from a file')
    .description('Import documents from a file: all of it or nothing. Documents that hold their value already get no new version.')
    .argument('<file>', 'JSON (one array), NDJSON (one document a line) or CSV (with a header), in UTF-8')
    .option(
      '--key <template>',
      "what the keys are made of, such as 'cities/{country}/{cityId}'; not for an export with --metadata, whose rows know their keys",
    )
    .addOption(new Option('--format <format>', 'instead of telling it from the content').choices(['json', 'ndjson', 'csv']))
    .option('--dry-run', 'check every row, tell what would be new or changed, write nothing')
    .addOption(
      new Option('--on-duplicate <what>', 'when the file has a key twice: refuse it, or let the last row count')
        .choices(['refuse', 'last'])
        .default('refuse'),
    )
    .option('--csv-text', 'take every CSV cell as text; else columns of plain numbers, true and false become these')
    .option('--reason <text>', 'why, for the history')
    .addHelpText('after', HELP)
    .action(async (file: string, options: ImportFlags) => {
      // What is wrong with the arguments is told before a store is made for nothing.
      if (options.key === undefined) await requireEnvelopes(file, options)
      else parseKeyTemplate(options.key)
      await openImportSource(file)
      const use = options.dryRun === true ? 'dry-run' : 'write'
      const report = await context.withStore(use, options, (store) => runImport(context, store, importOptions(file, options)))
      tell(context, file, report)
      context.out.answer(report)
      if (report.bad > 0) process.exitCode = EXIT.refused
    })
}

/** Without a template every row must know its key. */
async function requireEnvelopes(file: string, { format }: ImportFlags): Promise<void> {
  const { envelopes, suggestedTemplate, rows } = await previewImport({ file, ...(format === undefined ? {} : { format }) })
  if (envelopes || rows.length === 0) return
  const such = suggestedTemplate === '' ? '' : `, such as --key '${suggestedTemplate}'`
  throw usageError(`The rows of ${file} do not know their keys: say what these are made of with --key TEMPLATE${such}.`)
}

function importOptions(file: string, { key, format, dryRun, onDuplicate, csvText, reason }: ImportFlags): ImportOptions {
  return {
    file,
    onDuplicate,
    dryRun: dryRun === true,
    csvText: csvText === true,
    cause: `import:${systemRandom.token(9)}`,
    ...(key === undefined ? {} : { keyTemplate: key }),
    ...(format === undefined ? {} : { format }),
    ...(reason === undefined ? {} : { reason }),
  }
}

async function runImport(context: CommandContext, { engine, hash }: OpenStore, options: ImportOptions): Promise<ImportReport> {
  const progress = startProgress(context.out, 'Checking')
  const { storage, stateManager } = engine
  try {
    return await importFile({ storage, stateManager, hash, limits: engine.options.limits }, options, {
      signal: context.signal,
      onProgress: ({ phase, done, total }) => progress.update(done, total, TITLES[phase]),
    })
  } catch (error) {
    progress.stop()
    if (error instanceof ImportRefused) tellProblems(context, error.report)
    throw error
  } finally {
    progress.stop()
  }
}

function tell(context: CommandContext, file: string, report: ImportReport): void {
  const { rows, created, changed, unchanged, replaced, bad, dryRun, range } = report
  const number = (value: number): string => value.toLocaleString('en-US')
  const again = replaced === 0 ? '' : `, ${number(replaced)} replaced by a later row`
  if (bad > 0) tellProblems(context, report)
  const counts = `${number(created)} new, ${number(changed)} changed, ${number(unchanged)} as they were${again}`
  context.out.line(`${countOf(rows, 'row')} of ${file}: ${counts}${bad === 0 ? '' : `, ${number(bad)} bad`}.`)
  if (dryRun) context.out.line(`Nothing was written${bad === 0 ? '' : '; an import would be refused'}.`)
  else if (range !== undefined) context.out.line(`Changes ${range.fromSeq} to ${range.toSeq}.`)
}

function tellProblems({ out }: CommandContext, { problems, bad }: ImportReport): void {
  for (const { line, message } of problems.slice(0, SHOWN)) out.note(`line ${line}: ${message}`)
  if (bad > SHOWN) out.note(`... and ${countOf(bad - SHOWN, 'other bad row')}`)
}

const HELP = `
Examples:
  srvra import cities.ndjson --key 'cities/{country}/{cityId}'
  srvra import people.csv --key 'people/{id}' --dry-run
  srvra import backup.ndjson

The file is read twice (CSV: three times): first every row is checked, then all are written as one atomic batch.
In a template {a.b} is a nested field, {a\\.b} a field with a dot in its name; / and % in values are percent-encoded.
In a CSV header a.b is a nested field, and a column a:json holds JSON. Quoted cells are text.`
