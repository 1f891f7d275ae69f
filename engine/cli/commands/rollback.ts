import { Command } from 'commander'
import { seqAtInstant } from '../../admin/seq-at-instant.ts'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { SrvraError } from '../../core/errors.ts'
import { formatInstant } from '../../core/query/index.ts'
import { rollbackOperation } from '../../state/rollback.ts'
import type { RollbackStep } from '../../state/rollback.ts'
import { writeSteps } from '../write-steps.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey, parseTime, usageError } from '../parse-arguments.ts'
import { runSliced } from '../run-sliced.ts'
import { tellWrite } from '../tell-write.ts'

interface RollbackFlags extends CommonOptions {
  readonly at?: string
  readonly yes?: boolean
  readonly reason?: string
}

/** So many documents of a preview are listed. */
const SHOWN = 20

export function rollbackCommand(context: CommandContext): Command {
  return new Command('rollback')
    .summary('bring back what a document, or all of a pattern, was')
    .description(
      'Make a document, or all documents of a pattern, what they were: by new versions, so that this can be rolled back, too.',
    )
    .argument('<key-or-pattern>', "a key with a version; a pattern such as 'cities/AD/*' or '**' with --at")
    .argument('[version]', 'the version to go back to; 0 for before the document was')
    .option('--at <time>', 'what they were then')
    .option('--yes', 'do it; without it a rollback of a pattern only tells what it would do')
    .option('--reason <text>', 'why, for the history')
    .addHelpText(
      'after',
      "\nExamples:\n  srvra rollback settings/theme 1\n  srvra rollback 'cities/AD/*' --at -2h\n  srvra rollback 'cities/AD/*' --at -2h --yes",
    )
    .action(async (target: string, version: string | undefined, options: RollbackFlags) => {
      if ((version === undefined) === (options.at === undefined)) throw usageError('Give either a version or --at TIME.')
      if (version === undefined) await rollbackPattern(context, target, options)
      else await rollbackKey(context, parseKey(target), parseCount(version, 'A version'), options)
    })
}

async function rollbackKey(context: CommandContext, key: string, version: number, options: RollbackFlags): Promise<void> {
  const update = await context.withStore('read', options, async ({ engine }) => {
    if (engine.storage.read(key) === undefined)
      throw new SrvraError('E_NOT_FOUND', `There has never been a document '${key}'.`, { key })
    const written = engine.stateManager.rollback(key, version, reasonOf(options))
    await written.durable
    return written
  })
  tellWrite(context.out, update)
}

async function rollbackPattern(context: CommandContext, pattern: string, options: RollbackFlags): Promise<void> {
  const at = parseTime(options.at ?? '', context.now())
  await context.withStore('read', options, async (store) => {
    const { stateManager, storage } = store.engine
    const steps = await runSliced(
      context,
      'Looking what has changed',
      stateManager.planRollback(pattern, { seq: seqAtInstant(storage, at) }),
    )
    const counted = `${countOf(steps.length, 'document')} of '${pattern}'`
    if (options.yes !== true && steps.length > 0) {
      for (const step of steps.slice(0, SHOWN)) context.out.note(stepText(step))
      if (steps.length > SHOWN) context.out.note(`... and ${countOf(steps.length - SHOWN, 'other')}`)
      const message = `${counted} would go back to what they were at ${formatInstant(at)}. Nothing was changed; add --yes to do it.`
      throw new SrvraError('E_CONFIRM', message, { count: steps.length, at: formatInstant(at) })
    }
    const report = await writeSteps(context, store.engine, steps.map(rollbackOperation), reasonOf(options))
    context.out.line(
      steps.length === 0 ? `Nothing to do: ${counted} differ from then.` : `${counted} rolled back to ${formatInstant(at)}.`,
    )
    context.out.answer({ pattern, at: formatInstant(at), count: steps.length, range: report.range ?? null })
  })
}

const EFFECTS: Readonly<Record<RollbackStep['effect'], string>> = {
  change: 'back to',
  delete: 'deleted, as at',
  recreate: 'brought back as at',
}

function stepText({ key, fromVersion, toVersion, effect }: RollbackStep): string {
  return toVersion === 0
    ? `${key}  v${fromVersion}, deleted: it was not there yet`
    : `${key}  v${fromVersion}, ${EFFECTS[effect]} v${toVersion}`
}

function reasonOf({ reason }: RollbackFlags): { reason?: string } {
  return reason === undefined ? {} : { reason }
}
