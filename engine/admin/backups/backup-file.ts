import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import type { TargetOptions } from '../../ports/target-options.ts'
import { parseTargetOptions } from '../../recovery/target-options.ts'
import type { BackupPlan, DrillReport, RestoreReport } from '../commands.ts'

/** What is kept beside a store about its backups. */
export interface BackupNotes {
  readonly plan: BackupPlan<TargetOptions>
  /** Whether a copy of the key was ever taken elsewhere. */
  readonly keyExported: boolean
  readonly lastRestore?: RestoreReport
  /** The last drill, which outlives the engine that ran it. */
  readonly verification?: DrillReport
}

const FILE = 'backups.json'
const HOUR = 3_600_000

const schema = z.strictObject({
  plan: z.strictObject({
    enabled: z.boolean(),
    targets: z.array(z.unknown()),
    backupIntervalMs: z.number().int().min(60_000),
    retentionMs: z.number().int().min(60_000),
    geoRedundancy: z.boolean(),
  }),
  keyExported: z.boolean(),
  verification: z
    .strictObject({ at: z.number(), ok: z.boolean(), problems: z.array(z.string()), restoredSeq: z.number(), tookMs: z.number() })
    .exactOptional(),
  lastRestore: z.custom<RestoreReport>((value) => typeof value === 'object' && value !== null).exactOptional(),
})

/** The notes beside a store, for its owner's eyes only. */
export class BackupFile {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** How a store begins: no backups. */
  get unplanned(): BackupNotes {
    return { plan: unplanned(this.#dir), keyExported: false }
  }

  /** What is noted, or how a store begins. Throws E_BACKUP_SETTINGS when the file is damaged. */
  read(): BackupNotes {
    const file = join(this.#dir, FILE)
    if (!existsSync(file)) return this.unplanned
    try {
      const { plan, ...notes } = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
      return { ...notes, plan: { ...plan, targets: plan.targets.map((target) => parseTargetOptions(target)) } }
    } catch (cause) {
      const message = `${file} is damaged, so nobody knows where backups go: delete it, and set backups up again.`
      throw new SrvraError('E_BACKUP_SETTINGS', message, { file }, { cause })
    }
  }

  /** Whole or not at all. It may hold credentials: nobody else reads it. */
  write(notes: BackupNotes): void {
    const file = join(this.#dir, FILE)
    writeFileSync(`${file}.new`, JSON.stringify(notes), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
}

function unplanned(dir: string): BackupPlan<TargetOptions> {
  const targets = [{ folder: join(dir, 'backups') }]
  return { enabled: false, targets, backupIntervalMs: HOUR, retentionMs: 30 * 24 * HOUR, geoRedundancy: false }
}
