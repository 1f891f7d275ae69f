import { readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { keptStores, letGoOfKept, replaceStore } from '../../adapters/sqlite-storage/replace-store.ts'
import { SrvraError } from '../../core/errors.ts'
import { openBackupTarget } from '../../open-backup-target.ts'
import { exportKey, openRestoredStore } from '../../open-recovery.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { TargetOptions } from '../../ports/target-options.ts'
import type { DisasterRecovery } from '../../recovery/disaster-recovery.ts'
import { PreparedRestore } from '../../recovery/restore/prepared-restore.ts'
import type { RestorePreview as Preview } from '../../recovery/restore/prepared-restore.ts'
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
import { diffView } from '../diff/diff-view.ts'
import type { BackupControl, BackupHooks, PreparedRestore as Prepared } from './backup-control.ts'
import { BackupFile } from './backup-file.ts'
import type { BackupNotes } from './backup-file.ts'
import { backupStatus, drillReport, sizePoints } from './backup-views.ts'
import { RestoreRows } from './restore-rows.ts'
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
}

const TELL_EVERY_MS = 1000
const PREPARED = 'prepared-'

/** The backups of the engine that a console, or another host, holds: set up, looked at, drilled and restored from. */
export class EngineBackups implements BackupControl {
  readonly #parts: EngineBackupsParts
  readonly #file: BackupFile
  #notes: BackupNotes
  #restoring = false

  /** Goes on with what is noted beside the store. Throws E_BACKUP_SETTINGS, and what enabling recovery throws. */
  constructor(parts: EngineBackupsParts) {
    this.#parts = parts
    this.#file = new BackupFile(parts.dir)
    this.#notes = this.#file.read()
    this.#forgetPrepared()
    if (this.#notes.plan.enabled) this.#enable()
  }

  status(): BackupStatus {
    const { engine } = this.#parts
    const { keyExported, lastRestore, plan } = this.#notes
    const status = backupStatus(engine.recovery?.status(), engine.storage.head().seq, {
      keyExported,
      redundancy: plan.geoRedundancy,
    })
    return { ...status, ...(this.#restoring ? { running: 'restore' as const } : {}), ...(lastRestore ? { lastRestore } : {}) }
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

  async prepareRestore(at: RestorePoint, hooks: BackupHooks): Promise<Prepared> {
    const { engine, dir } = this.#parts
    const prepared = await this.#prepare(at, hooks)
    const { counts, seq, at: instant, epoch, setAside } = await prepared.preview(hooks.signal)
    const { bavail, bsize } = statfsSync(dir)
    const rows = new RestoreRows(engine.storage, prepared)
    return {
      preview: {
        seq,
        at: instant,
        epochNext: epoch,
        counts,
        changesSetAside: setAside,
        bytesNeeded: engine.storage.statistics().bytes,
        bytesFree: bavail * bsize,
      },
      rows: (from, count) => rows.rows(from, count),
      diff: async (key) => diffView(engine.storage.read(key)?.value, prepared.read(key)?.value),
      close: async () => prepared.discard(),
    }
  }

  async restore(plan: Parameters<BackupControl['restore']>[0], hooks: BackupHooks): Promise<RestoreReport> {
    this.#restoring = true
    try {
      const { at, into, changed, taskId } = plan
      const prepared = await this.#prepare(at, hooks, into.kind === 'new-file' ? into.file : undefined)
      try {
        const preview = await prepared.preview(hooks.signal)
        assertStill(preview, changed)
        hooks.signal.throwIfAborted()
        const { seq, at: instant, epoch, counts, setAside } = preview
        const report = {
          taskId,
          endedAt: this.#parts.clock.now(),
          seq,
          at: instant,
          into,
          epoch,
          counts,
          changesSetAside: setAside,
        }
        if (into.kind === 'new-file') prepared.release()
        else this.#takePlace(prepared, report)
        if (into.kind === 'new-file') this.#note({ lastRestore: report })
        return report
      } catch (error) {
        prepared.discard()
        throw error
      }
    } finally {
      this.#restoring = false
    }
  }

  async kept(): Promise<readonly KeptStore[]> {
    return keptStores(this.#parts.dir)
  }

  async letGo(id: string, seq: number): Promise<void> {
    const kept = keptStores(this.#parts.dir).find((store) => store.id === id)
    if (kept && kept.seq !== seq)
      throw new SrvraError('E_STALE_PREVIEW', 'That store is another one than was looked at; list them again.', {
        id,
        seq: kept.seq,
      })
    letGoOfKept(this.#parts.dir, id)
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

  async #prepare(at: RestorePoint, hooks: BackupHooks, into?: string): Promise<PreparedRestore> {
    const { engine, dir, clock } = this.#parts
    const recovery = this.#recovery()
    // What has only just happened can be restored, too.
    await recovery.flush(hooks.signal).catch(() => undefined)
    return PreparedRestore.make({
      vault: await recovery.vault(),
      point: at,
      dir: into ?? join(dir, 'recovery', `${PREPARED}${clock.now().toString(36)}`),
      openStore: openRestoredStore,
      current: engine.storage,
      now: clock.now(),
      ...inEngineTerms(hooks),
    })
  }

  /** The engine is closed, its store put aside, and the restored one opened; what came of it is noted for the next engine. */
  #takePlace(prepared: PreparedRestore, report: RestoreReport): void {
    const { dir, engine, clock, replaceEngine } = this.#parts
    const by = prepared.release()
    replaceEngine(() => {
      const keptId = replaceStore(dir, by, { at: clock.now(), seq: engine.storage.head().seq })
      this.#note({ lastRestore: { ...report, keptId } })
    })
  }

  #note(notes: Partial<BackupNotes>): void {
    this.#notes = { ...this.#notes, ...notes }
    this.#file.write(this.#notes)
  }

  /** Whoever prepared them is gone. */
  #forgetPrepared(): void {
    const folder = join(this.#parts.dir, 'recovery')
    const left = readdirIfThere(folder).filter((name) => name.startsWith(PREPARED))
    for (const name of left) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function inEngineTerms({ signal, onProgress }: BackupHooks): {
  signal: AbortSignal
  onProgress: (progress: { done: number; total: number }) => void
} {
  return { signal, onProgress: ({ done, total }) => onProgress(done, total) }
}

async function assertReachable(target: TargetOptions): Promise<void> {
  await (await openBackupTarget(target)).list({ limit: 1 })
}

function assertStill({ counts: { added, changed, removed } }: Preview, confirmed: number): void {
  const count = added + changed + removed
  if (count === confirmed) return
  const message = `Restoring would now change ${count} documents, and ${confirmed} were confirmed: look again, then decide.`
  throw new SrvraError('E_STALE_PREVIEW', message, { changed: count, confirmed })
}

function readdirIfThere(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
