import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { SrvraError } from '../../core/errors.ts'
import { formatInstant } from '../../core/query/instant.ts'
import type { RestorePoint } from '../../recovery/restore/find-position.ts'
import type { PreparedRestore, RestorePreview } from '../../recovery/restore/prepared-restore.ts'
import type { RestoredStore } from '../../recovery/restore/restore-store.ts'
import type { Vault } from '../../recovery/vault.ts'
import { addBackupFlags, vaultOf } from '../backup-flags.ts'
import type { BackupFlags } from '../backup-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { dataFolder } from '../data-folder.ts'
import { parseCount, parseTime, usageError } from '../parse-arguments.ts'
import { startProgress } from '../progress-line.ts'

interface RestoreFlags extends BackupFlags {
  readonly at?: string
  readonly life?: string
  readonly into?: string
  readonly inPlace?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
}

const SHOWN_KEYS = 20

export function restoreCommand(context: CommandContext): Command {
  return addBackupFlags(new Command('restore'))
    .summary('restore the store as it was at any operation')
    .description(
      'Restore a store from its backups, as it was after any operation: into a new folder, or in place of the store, which is kept aside. The restored store begins a new life, so that replicas that are ahead of it are reconciled.',
    )
    .option('--at <point>', 'the number of an operation, or a time (default: the newest that there is)')
    .option('--life <n>', 'a life of the store that an earlier restore has left, instead of the newest')
    .option('--into <dir>', 'a new folder for the restored store; what an interrupted restore left there is gone on with')
    .option('--in-place', 'take the place of the store; nothing may have it open')
    .option('--dry-run', 'only say what would change, key by key')
    .option('--yes', 'do it without asking')
    .addHelpText('after', HELP)
    .action(async (options: RestoreFlags) => {
      const ways = [options.into !== undefined, options.inPlace === true, options.dryRun === true].filter(Boolean).length
      if (ways !== 1) throw usageError('Say where to: --into DIR, --in-place or --dry-run.')
      const point = pointOf(options, context.now())
      const vault = await vaultOf(options, context.env)
      if (options.into !== undefined) await intoFolder(context, vault, point, resolve(options.into))
      else await besideStore(context, vault, point, options)
    })
}

function pointOf({ at, life }: RestoreFlags, now: number): RestorePoint {
  const position = at === undefined ? {} : /^\d{1,15}$/.test(at) ? { seq: Number(at) } : { at: parseTime(at, now) }
  return { ...position, ...(life === undefined ? {} : { epoch: parseCount(life, 'A life', 1) }) }
}

async function intoFolder({ out, signal, now }: CommandContext, vault: Vault, point: RestorePoint, dir: string): Promise<void> {
  const [{ openRestoredStore }, { manifestOf, planTo }, { restoreStore }] = await Promise.all([
    import('../../open-recovery.ts'),
    import('../../recovery/restore/find-position.ts'),
    import('../../recovery/restore/restore-store.ts'),
  ])
  const plan = await planTo(vault, point, now(), signal)
  const epoch = Math.max(...manifestOf(vault).lives.map((life) => life.epoch)) + 1
  const progress = startProgress(out, 'Restoring')
  try {
    const onProgress = ({ done, total }: { done: number; total: number }): void => progress.update(done, total)
    const restored = await restoreStore({ vault, plan, dir, openStore: openRestoredStore, epoch, signal, onProgress })
    progress.stop()
    out.line(`${restoredText(restored)} It is in ${dir}: srvra stats --data ${dir}`)
    out.answer(restored)
  } finally {
    progress.stop()
  }
}

/** A dry run, and a restore in place, which is a dry run that is gone through with. */
async function besideStore(context: CommandContext, vault: Vault, point: RestorePoint, options: RestoreFlags): Promise<void> {
  const dir = dataFolder(options.data, context.env)
  let moved: { readonly by: string; readonly at: number; readonly seq: number; readonly restored: RestoredStore } | undefined
  await context.withStore('read', options, async ({ engine }) => {
    rmSync(join(dir, 'recovery', 'restored'), { recursive: true, force: true })
    const prepared = await prepare(context, vault, point, join(dir, 'recovery', 'restored'), engine.storage)
    try {
      const preview = await prepared.preview(context.signal)
      tellPreview(context, preview, prepared)
      if (options.dryRun === true) return context.out.answer({ ...preview, keys: prepared.page({ limit: SHOWN_KEYS }) })
      if (options.yes !== true) throw unconfirmed(preview)
      moved = { by: prepared.release(), at: context.now(), seq: engine.storage.head().seq, restored: prepared.restored }
    } finally {
      if (!moved) prepared.discard()
    }
  })
  if (moved) await takePlace(context, dir, moved)
}

async function prepare(
  { out, signal, now }: CommandContext,
  vault: Vault,
  point: RestorePoint,
  dir: string,
  current: Parameters<typeof PreparedRestore.make>[0]['current'],
): Promise<PreparedRestore> {
  const [{ openRestoredStore }, { PreparedRestore: Prepared }] = await Promise.all([
    import('../../open-recovery.ts'),
    import('../../recovery/restore/prepared-restore.ts'),
  ])
  const progress = startProgress(out, 'Restoring')
  try {
    const onProgress = ({ done, total }: { done: number; total: number }): void => progress.update(done, total)
    return await Prepared.make({ vault, point, dir, openStore: openRestoredStore, current, now: now(), signal, onProgress })
  } finally {
    progress.stop()
  }
}

async function takePlace(
  { out }: CommandContext,
  dir: string,
  { by, at, seq, restored }: { readonly by: string; readonly at: number; readonly seq: number; readonly restored: RestoredStore },
): Promise<void> {
  const { replaceStore } = await import('../../adapters/sqlite-storage/replace-store.ts')
  const kept = replaceStore(dir, by, { at, seq })
  if (!existsSync(join(dir, kept))) throw new Error('the old store was not kept')
  out.line(
    `${restoredText(restored)} The store as it was is kept in ${join(dir, kept)}: delete that folder when you no longer need it.`,
  )
  out.answer({ ...restored, dir, kept })
}

function tellPreview({ out }: CommandContext, { seq, at, counts, setAside }: RestorePreview, prepared: PreparedRestore): void {
  const { added, changed, removed, unchanged } = counts
  out.line(`Operation ${seq} of ${formatInstant(at)}: ${countOf(setAside, 'later change')} would be set aside.`)
  out.line(`${added} would come back, ${changed} change, ${removed} go, ${unchanged} stay as they are.`)
  const sign = { added: '+', changed: '~', removed: '-' } as const
  const page = prepared.page({ limit: SHOWN_KEYS })
  for (const { key, what } of page) out.line(`  ${sign[what]} ${key}`)
  const more = added + changed + removed - page.length
  if (more > 0) out.line(`  and ${more} more`)
}

function restoredText({ seq, at, documents, epoch }: RestoredStore): string {
  return `Restored operation ${seq} of ${formatInstant(at)}, with ${countOf(documents, 'document')}; this is life ${epoch} of the store.`
}

function unconfirmed({ counts: { added, changed, removed } }: RestorePreview): SrvraError {
  const message = `Restoring in place changes ${countOf(added + changed + removed, 'document')}: give --yes to go through with it.`
  return new SrvraError('E_UNCONFIRMED', message, { changed: added + changed + removed })
}

const HELP = `
Examples:
  srvra restore --dry-run --at -10m
  srvra restore --in-place --at 2026-11-23T09:59:59Z --yes
  srvra restore --into ./restored --at 120394
  srvra restore --into ./restored --from s3://backups/shop-7 --key-file /safe/backup.key`
