import { SrvraError } from '../../core/errors.ts'
import { openBackupTarget } from '../../open-backup-target.ts'
import { exportKey } from '../../open-recovery.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { TargetOptions } from '../../ports/target-options.ts'
import type { DisasterRecovery } from '../../recovery/disaster-recovery.ts'
import type { SrvraDataSync } from '../../srvra-data-sync.ts'
import type {
  BackupChoice,
  BackupSettings,
  BackupStatus,
  BaseBackup,
  DrillReport,
  KeptStore,
  RestorePoint,
  RestoreReport,
  RestoreTimeline,
} from '../commands.ts'
import type { BackupControl, BackupHooks, PreparedRestore as Prepared } from './backup-control.ts'
import { BackupFile } from './backup-file.ts'
import type { BackupNotes } from './backup-file.ts'
import { EngineRestores, inEngineTerms } from './engine-restores.ts'
import type { RestoreOrder } from './engine-restores.ts'
import { backupStatus, drillReport, sizePoints } from './backup-views.ts'
import { restoreTimeline } from './restore-timeline.ts'
import type { TimelineSpan } from './restore-timeline.ts'
import { withoutSecrets, withSecrets } from './target-secrets.ts'

export interface EngineBackupsParts {
  readonly engine: SrvraDataSync
  /** The folder of the store. */
  readonly dir: string
  readonly clock: Clock
  readonly scheduler: Scheduler
  /**
   * Closes the engine, does what is given, and opens the engine anew. Called when a restore in place is ready; it runs after
   * the task that asked for it has ended, because that task belongs to the engine that is closed.
   */
  readonly replaceEngine: (between: () => void) => void
  /** Hears why backups could not be gone on with when the engine was opened; the status says that they are off. */
  readonly report: (error: unknown) => void
}

const TELL_EVERY_MS = 1000

/** The backups of the engine that a console, or another host, holds: set up, looked at, drilled and restored from. */
export class EngineBackups implements BackupControl {
  readonly #parts: EngineBackupsParts
  readonly #file: BackupFile
  #notes: BackupNotes
  readonly #restores: EngineRestores

  /** Goes on with what is noted beside the store. */
  constructor(parts: EngineBackupsParts) {
    this.#parts = parts
    this.#file = new BackupFile(parts.dir)
    this.#notes = this.#file.unplanned
    try {
      this.#notes = this.#file.read()
      if (this.#notes.plan.enabled) this.#enable()
    } catch (error) {
      // A store whose backups are in disorder opens all the same: the operator has to see it to mend them.
      parts.report(error)
    }
    const note = (lastRestore: RestoreReport): void => this.#note({ lastRestore })
    this.#restores = new EngineRestores({ ...parts, recovery: () => this.#recovery(), note })
  }

  status(): BackupStatus {
    const { engine } = this.#parts
    const { keyExported, lastRestore, plan } = this.#notes
    const status = backupStatus(engine.recovery?.status(), engine.storage.head().seq, {
      keyExported,
      redundancy: plan.geoRedundancy,
    })
    const verification = this.#remembered(status.verification)
    return {
      ...status,
      ...(verification ? { verification } : {}),
      ...(this.#restores.running ? { running: 'restore' as const } : {}),
      ...(lastRestore ? { lastRestore } : {}),
    }
  }

  onStatus(listener: (status: BackupStatus) => void): () => void {
    let told = ''
    const look = (): void => {
      const status = this.status()
      const text = JSON.stringify(status)
      if (text !== told) listener(status)
      told = text
      cancel = this.#parts.scheduler.after(TELL_EVERY_MS, look)
    }
    let cancel = this.#parts.scheduler.after(TELL_EVERY_MS, look)
    return () => cancel()
  }

  async list({
    before = Number.POSITIVE_INFINITY,
    limit,
  }: {
    readonly before?: number
    readonly limit: number
  }): Promise<readonly BaseBackup[]> {
    const { manifest } = await this.#recovery().vault()
    const bases = (manifest?.bases ?? []).filter(({ seq }) => seq < before).toReversed()
    return bases.slice(0, limit).map(({ seq, takenAt, epoch, parts }) => {
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
      return { seq, at: takenAt, bytes, epoch, chain: String(epoch) }
    })
  }

  async sizes(): Promise<readonly { readonly at: number; readonly bytes: number }[]> {
    const { manifest } = await this.#recovery().vault()
    return manifest ? sizePoints(manifest) : []
  }

  settings(): BackupSettings {
    const { plan } = this.#notes
    return { ...plan, targets: plan.targets.map(withoutSecrets) }
  }

  async configure(choice: BackupChoice): Promise<BackupSettings> {
    const known = this.#notes.plan.targets
    const targets = choice.targets.map((target) => withSecrets(target, known))
    if (choice.enabled) for (const target of targets) await assertReachable(target)
    const before = this.#notes
    this.#notes = { ...before, plan: { ...choice, targets } }
    await this.#parts.engine.disableDisasterRecovery()
    try {
      if (choice.enabled) this.#enable()
    } catch (error) {
      this.#notes = before
      if (before.plan.enabled) this.#enable()
      throw error
    }
    this.#file.write(this.#notes)
    return this.settings()
  }

  async backUp(hooks: BackupHooks): Promise<{ readonly seq: number; readonly bytes: number }> {
    const recovery = this.#recovery()
    await recovery.backup(inEngineTerms(hooks))
    const { shippedSeq, lastBackup } = recovery.status()
    return { seq: shippedSeq, bytes: lastBackup?.bytes ?? 0 }
  }

  async verify(hooks: BackupHooks): Promise<DrillReport> {
    const reports = await this.#recovery().verify(inEngineTerms(hooks))
    const report = reports.find(({ ok }) => !ok) ?? reports[0]
    if (!report) throw new SrvraError('E_BACKUP_TARGET', 'There is no target to be verified.')
    return drillReport(report)
  }

  timeline(span: TimelineSpan): Promise<RestoreTimeline> {
    return restoreTimeline(this.#parts.engine.storage, span)
  }

  prepareRestore(at: RestorePoint, hooks: BackupHooks): Promise<Prepared> {
    return this.#restores.prepareRestore(at, hooks)
  }

  restore(plan: RestoreOrder, hooks: BackupHooks): Promise<RestoreReport> {
    return this.#restores.restore(plan, hooks)
  }

  kept(): Promise<readonly KeptStore[]> {
    return this.#restores.kept()
  }

  letGo(id: string, seq: number): Promise<void> {
    return this.#restores.letGo(id, seq)
  }

  async exportKey(file: string): Promise<string> {
    const id = exportKey(this.#parts.dir, file)
    this.#note({ keyExported: true })
    return id
  }

  #recovery(): DisasterRecovery {
    const { recovery } = this.#parts.engine
    if (recovery) return recovery
    throw new SrvraError('E_BACKUPS_OFF', 'No backups are made: set them up first, and say where they are to be kept.')
  }

  #enable(): void {
    const { targets, backupIntervalMs, retentionMs, geoRedundancy } = this.#notes.plan
    this.#parts.engine.enableDisasterRecovery({
      targets,
      geoRedundancy,
      backupInterval: `${backupIntervalMs}ms`,
      retention: `${retentionMs}ms`,
    })
  }

  /** The last drill of this engine, which is noted, or of one before it. */
  #remembered(drill: DrillReport | undefined): DrillReport | undefined {
    if (drill && drill.at !== this.#notes.verification?.at) this.#note({ verification: drill })
    return this.#notes.verification
  }

  #note(notes: Partial<BackupNotes>): void {
    this.#notes = { ...this.#notes, ...notes }
    this.#file.write(this.#notes)
  }
}

async function assertReachable(target: TargetOptions): Promise<void> {
  await (await openBackupTarget(target)).list({ limit: 1 })
}
