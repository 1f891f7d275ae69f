import { openFolderTarget } from './adapters/backup-targets/folder-target.ts'
import type { BackupTarget } from './ports/backup-target.ts'
import type { TargetOptions } from './ports/target-options.ts'

/** Opens the place that the options name. The S3 client is loaded only for a bucket: it is large. */
export async function openBackupTarget(options: TargetOptions): Promise<BackupTarget> {
  if ('folder' in options) return openFolderTarget(options)
  const { createS3Target } = await import('./adapters/backup-targets/s3-target.ts')
  return createS3Target(options.s3)
}
