import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { FolderHeadArchive } from '../../adapters/folder-head-archive.ts'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { formatInstant } from '../../core/query/index.ts'
import { ENGINE_VERSION } from '../../engine-version.ts'
import { headArchives, publicKeyFile } from '../../open-audit.ts'
import type { Storage } from '../../ports/storage.ts'
import { parsePublicKey } from '../../security/audit/audit-key.ts'
import type { AuditOutcome, LinkedEntry } from '../../security/audit/audit-entry.ts'
import { keptSettings } from '../../security/audit/audit-settings.ts'
import { headOf, lineOf } from '../../security/audit/export-entries.ts'
import type { AuditFormat } from '../../security/audit/export-entries.ts'
import { readEntries, walkEntries } from '../../security/audit/read-entries.ts'
import type { AuditFilter } from '../../security/audit/read-entries.ts'
import { readEnd } from '../../security/audit/trail-ends.ts'
import { verifyTrail } from '../../security/audit/verify-trail.ts'
import type { AuditReport } from '../../security/audit/verify-trail.ts'
import { writeAtomically } from '../../transfer/atomic-file.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { dataFolder, requireStore } from '../data-folder.ts'
import { EXIT } from '../exit-codes.ts'
import { parseCount, parseTime } from '../parse-arguments.ts'
import { runSliced } from '../run-sliced.ts'
import { table } from '../table.ts'

interface FilterFlags extends CommonOptions {
  readonly by?: string
  readonly action?: string
  readonly target?: string
  readonly outcome?: AuditOutcome
  readonly since?: string
}

/** Looks at a trail and never opens the engine: looking must not leave a trace in what is looked at. // A-14 */
export function auditCommand(context: CommandContext): Command {
  return new Command('audit')
    .summary('see, export and verify who did what')
    .description('The audit trail of a store: who did what, when, and whether the record is the one that was written.')
    .addCommand(listCommand(context))
    .addCommand(verifyCommand(context))
    .addCommand(exportCommand(context))
}

function listCommand(context: CommandContext): Command {
  return addFilter(new Command('list'))
    .description('Print the newest entries, the oldest of them first.')
    .option('--limit <n>', 'how many entries', '50')
    .action((options: FilterFlags & { readonly limit: string }) =>
      withTrail(context, options, ({ storage }) => {
        const limit = parseCount(options.limit, 'A limit', 1)
        const { n } = readEnd(storage, nodeSha256)
        const { entries, next } = readEntries(storage, n, {
          filter: filterOf(context, options),
          limit,
          examine: Number.MAX_SAFE_INTEGER,
        })
        const shown = entries.toReversed()
        for (const line of table(shown.map(rowOf))) context.out.line(line)
        if (shown.length === 0) context.out.line('No such entry.')
        context.out.answer({ entries: shown, more: next !== undefined })
      }),
    )
}

function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .description(
      'Recompute every link of the trail, and hold it against what was signed and against the log. Needs no secret and changes nothing. Faults are listed; exit code 4.',
    )
    .option('--public-key <file>', 'the public half of the key that signs heads (default: audit.pub beside the store)')
    .option('--heads <folder>', 'signed heads that were kept elsewhere (default: those beside the store, and where it says)')
    .action((options: CommonOptions & { readonly publicKey?: string; readonly heads?: string }) =>
      withTrail(context, options, async ({ storage, dir }) => {
        const file = options.publicKey ?? publicKeyFile(dir)
        const publicKey = parsePublicKey(readFileSync(file, 'utf8'), file)
        const archives =
          options.heads === undefined ? headArchives(dir, keptSettings(storage) ?? {}) : [new FolderHeadArchive(options.heads)]
        const heads = archives.flatMap((archive) => [...archive.lines()])
        const report = await runSliced(context, 'Verifying', verifyTrail({ storage, hash: nodeSha256, publicKey, heads }))
        for (const { code, message } of report.problems) context.out.note(`${code}: ${message}`)
        context.out.line(verdict(report))
        context.out.answer({ ok: report.problemCount === 0, ...report })
        if (report.problemCount > 0) process.exitCode = EXIT.store
      }),
    )
}

function exportCommand(context: CommandContext): Command {
  return addFilter(new Command('export'))
    .description('Write entries to a file, which appears whole or not at all.')
    .argument('<file>', 'where to')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, a table, or Common Event Format')
        .choices(['ndjson', 'csv', 'cef'])
        .default('ndjson'),
    )
    .option('--force', 'replace the file if it exists')
    .action((file: string, options: FilterFlags & { readonly format: AuditFormat; readonly force?: boolean }) =>
      withTrail(context, options, async ({ storage }) => {
        const written = { entries: 0 }
        const pieces = linesOf(storage, filterOf(context, options), options.format, written)
        const bytes = await writeAtomically(file, pieces, { overwrite: options.force === true, token: systemRandom.token(6) })
        context.out.line(`${written.entries.toLocaleString('en-US')} entries written to ${file}.`)
        context.out.answer({ file, bytes, ...written })
      }),
    )
}

async function* linesOf(
  storage: Storage,
  filter: AuditFilter,
  format: AuditFormat,
  written: { entries: number },
): AsyncGenerator<string> {
  yield headOf(format)
  for (const slice of walkEntries(storage, filter)) {
    written.entries += slice.length
    yield slice.map((entry) => lineOf(entry, format, ENGINE_VERSION)).join('')
  }
}

function addFilter(command: Command): Command {
  return command
    .option('--by <name>', 'part of the name of who did it')
    .option('--action <text>', 'how the action begins, such as document. or backups.restore')
    .option('--target <text>', 'part of what it was done to')
    .addOption(new Option('--outcome <outcome>', 'how it ended').choices(['done', 'refused', 'failed']))
    .option('--since <time>', 'no older than that')
}

function filterOf({ now }: CommandContext, { by, action, target, outcome, since }: FilterFlags): AuditFilter {
  return {
    ...(by === undefined ? {} : { actor: by }),
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(since === undefined ? {} : { from: parseTime(since, now()) }),
  }
}

async function withTrail(
  { env }: CommandContext,
  options: CommonOptions,
  work: (trail: { readonly storage: Storage; readonly dir: string }) => void | Promise<void>,
): Promise<void> {
  const dir = dataFolder(options.data, env)
  requireStore(dir, 'store.sqlite')
  const storage = openSqliteStorage({ dir })
  try {
    await work({ storage, dir })
  } finally {
    storage.close()
  }
}

function rowOf({ n, at, actor, action, target, outcome, code }: LinkedEntry): readonly (string | number)[] {
  return [n, formatInstant(at), actor, action, target ?? '', code === undefined ? outcome : `${outcome} (${code})`]
}

function verdict({ entries, first, last, signedThrough, signedAt, problemCount, restores }: AuditReport): string {
  const scope = `${entries.toLocaleString('en-US')} entries (${first} to ${last})`
  const lives = restores
    .map(({ n, at }) => `The store was restored at ${formatInstant(at)}: the trail goes on from there with entry ${n}.\n`)
    .join('')
  if (problemCount > 0) return `${lives}${problemCount.toLocaleString('en-US')} faults in ${scope}.`
  const signed = signedAt === undefined ? '' : `, the last time at ${formatInstant(signedAt)}`
  return `${lives}${scope}: every link holds, and what was signed is there, up to entry ${signedThrough}${signed}.`
}
