import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import type { DrillReport } from '../../recovery/verify-backup.ts'
import { addBackupFlags, vaultOf } from '../backup-flags.ts'
import type { BackupFlags } from '../backup-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { startProgress } from '../progress-line.ts'
import { bytesText } from '../table.ts'

export function verifyBackupCommand(context: CommandContext): Command {
  return addBackupFlags(new Command('verify-backup'))
    .summary('prove that a backup can be restored')
    .description(
      'Read every object of a backup against its hash and seal, restore the newest position into a temporary folder, and verify the store there from its first byte to its last. Faults are listed; exit code 4. The store itself is not touched.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  srvra verify-backup\n  srvra verify-backup --from /mnt/backups --key-file /safe/backup.key',
    )
    .action(async (options: BackupFlags) => {
      const report = await verified(context, options, 'Verifying')
      for (const problem of report.problems) context.out.note(problem)
      context.out.line(summaryOf(report))
      context.out.answer(report)
      if (!report.ok) process.exitCode = EXIT.store
    })
}

/** Reads all of a backup and restores it for practice. */
export async function verified(
  { out, signal, env, now }: CommandContext,
  options: BackupFlags,
  title: string,
): Promise<DrillReport> {
  const vault = await vaultOf(options, env)
  const [{ openRestoredStore }, { verifyBackup }] = await Promise.all([
    import('../../open-recovery.ts'),
    import('../../recovery/verify-backup.ts'),
  ])
  const progress = startProgress(out, title)
  try {
    return await verifyBackup({
      vault,
      openStore: openRestoredStore,
      scratch: join(mkdtempSync(join(tmpdir(), 'srvra-drill-')), 'store'),
      now,
      signal,
      onProgress: ({ done, total }) => progress.update(done, total),
    })
  } finally {
    progress.stop()
  }
}

export function summaryOf({ ok, objects, bytes, restored, problems }: DrillReport): string {
  const looked = `${countOf(objects, 'object')}, ${bytesText(bytes)}`
  if (!ok || !restored) return `${countOf(problems.length, 'fault')} in ${looked}.`
  const what = `operation ${restored.seq} with ${countOf(restored.documents, 'document')}`
  return `${looked}: every seal holds, and ${what} was restored and verified.\nchain   ${restored.chain}\ndigest  ${restored.digest}`
}
