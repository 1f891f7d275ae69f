import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import { durationMs } from '../core/duration.ts'
import type { TargetOptions } from '../ports/target-options.ts'
import { parseTargetOptions } from './target-options.ts'

/** What `enableDisasterRecovery` takes. */
export interface RecoveryOptions {
  /** How often the whole store is copied, such as `1hour`, `30min`, `1day`. Default one hour. */
  readonly backupInterval?: string
  /** Every instant this far back can be restored, such as `30days`. Default 30 days. */
  readonly retention?: string
  /** Older than that, so many weekly copies are kept. Default 0. */
  readonly weekly?: number
  /** Backups go to at least two targets; `status()` says so while there are fewer. Default false. */
  readonly geoRedundancy?: boolean
  /** Where backups go. Default: the folder `backups` beside the store. */
  readonly targets?: readonly TargetOptions[]
  /** A file with the key that seals backups; made when it is not there. Default: `backup.key` beside the store. */
  readonly keyFile?: string
  /** How often the newest backup is restored and checked. Default one day; '0' never. */
  readonly verifyInterval?: string
}

/** Options with their defaults, durations in milliseconds. */
export interface ResolvedRecoveryOptions {
  readonly backupIntervalMs: number
  readonly retentionMs: number
  readonly weekly: number
  readonly geoRedundancy: boolean
  readonly targets: readonly TargetOptions[]
  readonly keyFile: string | undefined
  /** 0: never. */
  readonly verifyIntervalMs: number
}

const MINUTE = 60_000
const schema = z.strictObject({
  backupInterval: z.string().default('1hour'),
  retention: z.string().default('30days'),
  weekly: z.number().int().min(0).max(1000).default(0),
  geoRedundancy: z.boolean().default(false),
  targets: z.array(z.unknown()).min(1).max(8).exactOptional(),
  keyFile: z.string().min(1).exactOptional(),
  verifyInterval: z.string().default('1day'),
})

/** Throws E_OPTION, with the path of what is wrong. Targets are judged where they are opened. */
export function resolveRecoveryOptions(options: RecoveryOptions, beside: string): ResolvedRecoveryOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw wrong(issue?.path.join('.') ?? '', issue?.message ?? 'not as documented')
  }
  const { backupInterval, retention, verifyInterval, weekly, geoRedundancy, keyFile } = parsed.data
  return {
    backupIntervalMs: duration(backupInterval, 'backupInterval'),
    retentionMs: duration(retention, 'retention'),
    verifyIntervalMs: verifyInterval === '0' ? 0 : duration(verifyInterval, 'verifyInterval'),
    weekly,
    geoRedundancy,
    targets: (parsed.data.targets ?? [{ folder: `${beside}/backups` }]).map((target) => parseTargetOptions(target)),
    keyFile,
  }
}

function duration(text: string, path: string): number {
  const ms = readDuration(text, path)
  if (ms < MINUTE) throw wrong(path, `expected at least a minute, and got '${text}'`)
  return ms
}

function readDuration(text: string, path: string): number {
  try {
    return durationMs(text)
  } catch {
    throw wrong(path, `expected a duration such as 1hour or 30days, and got '${text}'`)
  }
}

function wrong(path: string, what: string): SrvraError {
  return new SrvraError('E_OPTION', `Disaster recovery cannot be enabled so: ${path}: ${what}.`, { path })
}
