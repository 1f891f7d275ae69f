import { join } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import type { BackupTarget } from '../ports/backup-target.ts'
import type { Clock } from '../ports/clock.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { Storage } from '../ports/storage.ts'
import { BaseBackup, halfOf } from './base-backup.ts'
import type { BackupHooks } from './base-backup.ts'
import type { BaseEntry } from './manifest/manifest.ts'
import { JournalCare } from './journal-care.ts'
import { planRetention } from './manifest/plan-retention.ts'
import type { ResolvedRecoveryOptions } from './recovery-options.ts'
import { describeRecovery } from './recovery-status.ts'
import type { RecoveryStatus } from './recovery-status.ts'
import type { OpenStore } from './restore/restore-store.ts'
import type { BackupKey } from './seal/backup-key.ts'
import type { TargetStream } from './stream/target-stream.ts'
import { all, anyOf } from './several.ts'
import { TargetKeeper } from './target-keeper.ts'
import { verifyBackup } from './verify-backup.ts'
import type { DrillReport } from './verify-backup.ts'
import type { Vault } from './vault.ts'

/** A target, and how it is opened. */
export interface NamedTarget {
  readonly name: string
  readonly open: () => Promise<BackupTarget>
}

export interface DisasterRecoveryParts {
  readonly storage: Storage
  readonly options: ResolvedRecoveryOptions
  readonly targets: readonly NamedTarget[]
  readonly key: BackupKey
  /** Whether the key lies where the store lies: who loses one then loses both. */
  readonly keptBeside: boolean
  readonly openStore: OpenStore
  /** A folder for what is under way. */
  readonly scratch: string
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** Hears of failures in the background, once each. */
  readonly report: (error: unknown) => void
}

const EVERY_MS = 1000
/** After a backup or a drill that failed by itself, the next attempt. */
const RETRY_MS = 5 * 60_000
/** What closing waits for, when a target does not answer. */
const CLOSING_MS = 5000

/** Backs a store up: a stream of all that happens, copies of the whole at intervals, and drills that prove it. */
export class DisasterRecovery {
  readonly #parts: DisasterRecoveryParts
  readonly #keepers: readonly TargetKeeper[]
  readonly #base: BaseBackup
  readonly #ending = new AbortController()
  readonly #listeners = new Set<() => void>()
  #cancelTick: () => void = () => undefined
  #running: 'backup' | 'verification' | undefined
  #attempt: RecoveryStatus['lastAttempt']
  #notBefore = 0
  #verification: DrillReport | undefined
  #verifyNotBefore: number
  readonly #journal: JournalCare

  constructor(parts: DisasterRecoveryParts) {
    this.#parts = parts
    const { storage, clock, key, targets, scratch, openStore } = parts
    const now = (): number => clock.now()
    this.#keepers = targets.map((target) => new TargetKeeper({ ...target, storage, key, now }))
    this.#base = new BaseBackup({ storage, openStore, scratch: join(scratch, 'backup'), now })
    this.#verifyNotBefore = now() + parts.options.verifyIntervalMs
    storage.journal.keep(true)
    this.#journal = new JournalCare(storage, this.#keepers)
    this.#schedule(0)
  }

  get options(): ResolvedRecoveryOptions {
    return this.#parts.options
  }

  /** Tells when something about the status has changed for good: a backup, a drill, a failure. The returned function ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  status(): RecoveryStatus {
    const { storage, options, key, keptBeside } = this.#parts
    return describeRecovery({
      targets: this.#keepers.map((keeper) => keeper.status()),
      manifest: this.#fullestKeeper()?.stream?.manifest,
      wanted: options.geoRedundancy ? 2 : 1,
      headSeq: storage.head().seq,
      key: { id: key.id, keptBeside },
      attempt: this.#attempt,
      nextAt: storage.copyable ? this.#nextAt() : undefined,
      verification: this.#verification,
      running: this.#running,
    })
  }

  /** The backups of a target, read anew; by default of the one that has most. Throws E_BACKUP_TARGET when there is none such. */
  async vault(name?: string): Promise<Vault> {
    const keeper = name === undefined ? this.#fullestKeeper() : this.#keepers.find((each) => each.name === name)
    if (keeper) return keeper.do(async ({ vault }) => vault)
    const known = this.#keepers.map((each) => each.name).join(', ')
    throw new SrvraError('E_BACKUP_TARGET', `There is no target '${name ?? ''}'; there are ${known}.`, { target: name ?? '' })
  }

  /** Resolves when every target that can be reached has everything; rejects with what keeps one from it. */
  async flush(signal?: AbortSignal): Promise<void> {
    await all(this.#keepers, (keeper) => keeper.do((stream) => stream.ship(signal), signal))
    this.#journal.forget()
  }

  /** Copies the whole store to every target now. A store in memory is told by its log alone. Rejects with E_BACKUP_BUSY. */
  async backup(hooks: BackupHooks = {}): Promise<readonly BaseEntry[]> {
    return this.#exclusively('backup', async () => {
      try {
        const made = await this.#backup(hooks)
        this.#attempt = undefined
        return made
      } catch (error) {
        const { code, message } = error as { code?: string; message: string }
        this.#attempt = { at: this.#parts.clock.now(), error: { code: code ?? 'E_ABORTED', message } }
        throw error
      }
    })
  }

  /** Restores the newest backup of each target for practice, and says whether it would serve. Rejects with E_BACKUP_BUSY. */
  async verify(hooks: BackupHooks = {}): Promise<readonly DrillReport[]> {
    return this.#exclusively('verification', async () => {
      const { openStore, scratch, storage, clock } = this.#parts
      const reports: DrillReport[] = []
      for (const keeper of this.#keepers) {
        const { vault } = await keeper.do(async (stream) => stream)
        const linkAt = (seq: number): string | undefined => (seq < storage.horizon().seq ? undefined : storage.link(seq))
        const drill = { vault, openStore, scratch: join(scratch, 'drill'), now: () => clock.now(), linkAt, ...hooks }
        reports.push(await keeper.do(() => verifyBackup(drill)))
      }
      this.#verification = reports.find(({ ok }) => !ok) ?? reports[0]
      return reports
    })
  }

  /** Tells the targets what is left to tell, for a few seconds at most, and ends. Idempotent. */
  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return
    this.#cancelTick()
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.scheduler.after(CLOSING_MS, resolve)
      void this.flush(this.#ending.signal)
        .catch(() => undefined)
        .finally(() => {
          cancel()
          resolve()
        })
    })
    this.#ending.abort()
  }

  #schedule(delayMs = EVERY_MS): void {
    this.#cancelTick = this.#parts.scheduler.after(delayMs, () => {
      this.#tick()
      this.#schedule()
    })
  }

  #tick(): void {
    const { signal } = this.#ending
    for (const keeper of this.#keepers) keeper.tick(signal)
    this.#journal.forget()
    if (this.#running) return
    const now = this.#parts.clock.now()
    if (this.#backupDue(now)) this.#inBackground(() => this.backup({ signal }))
    else if (this.#verifyDue(now)) this.#inBackground(() => this.verify({ signal }))
  }

  #inBackground(work: () => Promise<unknown>): void {
    const { clock, report } = this.#parts
    work().catch((error: unknown) => {
      this.#notBefore = clock.now() + RETRY_MS
      this.#verifyNotBefore = Math.max(this.#verifyNotBefore, clock.now() + RETRY_MS)
      if (!this.#ending.signal.aborted) report(error)
    })
  }

  #backupDue(now: number): boolean {
    if (!this.#parts.storage.copyable || now < this.#notBefore) return false
    return this.#keepers.some((keeper) => keeper.stream?.needsBase === true && !keeper.failing) || now >= this.#nextAt()
  }

  #verifyDue(now: number): boolean {
    const { verifyIntervalMs } = this.#parts.options
    return verifyIntervalMs > 0 && now >= this.#verifyNotBefore && (this.#fullestKeeper()?.stream?.manifest?.bases.length ?? 0) > 0
  }

  #nextAt(): number {
    const last = this.#fullestKeeper()?.stream?.manifest?.bases.at(-1)
    if (!last) return Math.max(this.#notBefore, this.#parts.clock.now() + EVERY_MS)
    return Math.max(this.#notBefore, last.takenAt + this.#parts.options.backupIntervalMs)
  }

  async #backup(hooks: BackupHooks): Promise<readonly BaseEntry[]> {
    const { storage } = this.#parts
    await anyOf(this.#keepers, (keeper) => keeper.do((stream) => stream.ship(hooks.signal), hooks.signal))
    if (!storage.copyable) return []
    const copy = await this.#base.copy(halfOf(hooks, 0))
    const made = await anyOf(this.#keepers, (keeper) => keeper.do((stream) => copy.sendTo(stream, halfOf(hooks, 1)), hooks.signal))
    copy.discard()
    await anyOf(this.#keepers, (keeper) => keeper.do((stream) => this.#tidy(stream, hooks.signal), hooks.signal))
    return made
  }

  async #tidy(stream: TargetStream, signal?: AbortSignal): Promise<void> {
    const { options, clock } = this.#parts
    if (!stream.manifest) return
    const { bases, segments } = planRetention(stream.manifest, clock.now(), options)
    await stream.drop(bases, segments, signal)
    for (const name of await stream.vault.strays(signal)) await stream.vault.target.remove(name, signal)
  }

  async #exclusively<Result>(what: 'backup' | 'verification', work: () => Promise<Result>): Promise<Result> {
    if (this.#running) {
      const message = `A ${this.#running} is under way; wait for its end, or cancel it.`
      throw new SrvraError('E_BACKUP_BUSY', message, { running: this.#running })
    }
    this.#running = what
    try {
      return await work()
    } finally {
      this.#running = undefined
      if (what === 'verification') this.#verifyNotBefore = this.#parts.clock.now() + this.#parts.options.verifyIntervalMs
      for (const listener of this.#listeners) listener()
    }
  }

  #fullestKeeper(): TargetKeeper | undefined {
    const reach = (keeper: TargetKeeper): number => keeper.stream?.cursor?.seq ?? -1
    const [first, ...others] = this.#keepers
    return others.reduce((best, keeper) => (reach(keeper) > reach(best as TargetKeeper) ? keeper : best), first)
  }
}
