import { readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { keptStores, letGoOfKept, replaceStore } from '../../adapters/sqlite-storage/replace-store.ts'
import { SrvraError } from '../../core/errors.ts'
import { openRestoredStore } from '../../open-recovery.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DisasterRecovery } from '../../recovery/disaster-recovery.ts'
import { PreparedRestore } from '../../recovery/restore/prepared-restore.ts'
import type { RestorePreview as Preview } from '../../recovery/restore/prepared-restore.ts'
import type { SrvraDataSync } from '../../srvra-data-sync.ts'
import type { KeptStore, RestorePoint, RestoreReport } from '../commands.ts'
import { diffView } from '../diff/diff-view.ts'
import type { BackupControl, BackupHooks, PreparedRestore as Prepared } from './backup-control.ts'
import { RestoreRows } from './restore-rows.ts'

/** A restore as it is asked for. */
export type RestoreOrder = Parameters<BackupControl['restore']>[0]

export interface EngineRestoresParts {
  readonly engine: SrvraDataSync
  readonly dir: string
  readonly clock: Clock
  /** See EngineBackupsParts. */
  readonly replaceEngine: (between: () => void) => void
  /** Throws E_BACKUPS_OFF. */
  readonly recovery: () => DisasterRecovery
  /** Keeps what a restore did, also for the engine that comes after it. */
  readonly note: (report: RestoreReport) => void
}

const PREPARED = 'prepared-'
/** Apps go on writing between the look and the restore, so that the number moves: by a tenth, or so few, it may. */
const FEW = 20

/** Restores of the engine's own store: looked at beside it, into a folder of their own, or in its place. */
export class EngineRestores {
  readonly #parts: EngineRestoresParts
  running = false

  constructor(parts: EngineRestoresParts) {
    this.#parts = parts
    this.#forgetPrepared()
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

  async restore(plan: RestoreOrder, hooks: BackupHooks): Promise<RestoreReport> {
    this.running = true
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
        if (into.kind === 'new-file') this.#parts.note(report)
        return report
      } catch (error) {
        prepared.discard()
        throw error
      }
    } finally {
      this.running = false
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

  async #prepare(at: RestorePoint, hooks: BackupHooks, into?: string): Promise<PreparedRestore> {
    const { engine, dir, clock } = this.#parts
    const recovery = this.#parts.recovery()
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
    const { dir, engine, clock, replaceEngine, note } = this.#parts
    const by = prepared.release()
    replaceEngine(() => {
      const keptId = replaceStore(dir, by, { at: clock.now(), seq: engine.storage.head().seq })
      note({ ...report, keptId })
    })
  }

  /** Whoever prepared them is gone. */
  #forgetPrepared(): void {
    const folder = join(this.#parts.dir, 'recovery')
    const left = readdirIfThere(folder).filter((name) => name.startsWith(PREPARED))
    for (const name of left) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** What an administration hands over, as recovery takes it. */
export function inEngineTerms({ signal, onProgress }: BackupHooks): {
  signal: AbortSignal
  onProgress: (progress: { done: number; total: number }) => void
} {
  return { signal, onProgress: ({ done, total }) => onProgress(done, total) }
}

function assertStill({ counts: { added, changed, removed } }: Preview, confirmed: number): void {
  const count = added + changed + removed
  if (Math.abs(count - confirmed) <= Math.max(FEW, confirmed / 10)) return
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
