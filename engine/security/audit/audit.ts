import { SrvraError } from '../../core/errors.ts'
import type { Hash, JsonObject } from '../../core/json/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HeadArchive } from '../../ports/head-archive.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Progress, Storage } from '../../ports/storage.ts'
import type { ChangeAuditor } from '../../state/change-auditor.ts'
import type { AuditNote, LinkedEntry } from './audit-entry.ts'
import type { AuditKey } from './audit-key.ts'
import { AuditTrail } from './audit-trail.ts'
import { HeadKeeper } from './head-keeper.ts'
import type { ArchiveTrouble } from './head-keeper.ts'
import { pruneTrail } from './prune-trail.ts'
import type { Pruned } from './prune-trail.ts'
import { readEntries, walkEntries } from './read-entries.ts'
import type { AuditFilter, AuditPage, AuditQuery } from './read-entries.ts'
import { BEGUN, ENDED, PRUNED, RESTORED, RESUMED } from './standing-notes.ts'
import { readStart } from './trail-ends.ts'
import { verifyTrail } from './verify-trail.ts'
import type { AuditReport } from './verify-trail.ts'

export interface AuditParts {
  readonly storage: Storage
  readonly hash: Hash
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly key: AuditKey
  /** Where signed heads are kept; all of them are asked when the trail is verified. */
  readonly archives: readonly HeadArchive[]
  /** Milliseconds that entries are kept; undefined: for ever. */
  readonly retentionMs: number | undefined
  readonly report: (error: unknown) => void
  /** Told of the newest entry whenever there are more. */
  readonly onGrown?: (last: number) => void
}

/** How the trail stands. */
export interface AuditStatus {
  /** Identity of the store: the origin of what was done here. */
  readonly store: string
  /** Names the key that signs. */
  readonly keyId: string
  /** The oldest and the newest entry; 0 when there is none. */
  readonly first: number
  readonly last: number
  /** The newest entry that a signed head vouches for, since the engine was opened. */
  readonly signedThrough: number
  readonly signedAt: number | undefined
  readonly retentionMs: number | undefined
  readonly archives: readonly string[]
  /** Archives that do not take heads. */
  readonly troubles: readonly ArchiveTrouble[]
}

const HOUR_MS = 3_600_000
const LATER_MS = 1000
/** Of whoever the engine itself is. */
const ENGINE = 'engine'

/** The audit of an engine: an entry for all that matters, which nobody can take back unseen. */
export class Audit {
  readonly #parts: AuditParts
  readonly #trail: AuditTrail
  readonly #heads: HeadKeeper
  #cancelPruning: (() => void) | undefined
  #cancelFlush: (() => void) | undefined
  #closed = false

  /** Goes on with the trail of the store, or begins one. Throws what the store throws. */
  constructor(parts: AuditParts) {
    this.#parts = parts
    this.#heads = new HeadKeeper(parts)
    this.#trail = new AuditTrail({
      ...parts,
      onGrown: (end) => {
        this.#heads.grown(end)
        parts.onGrown?.(end.n)
      },
    })
    this.#noteBeginning()
    if (parts.retentionMs !== undefined) this.#pruneLater(0, parts.retentionMs)
  }

  /** Puts the changes of a state manager on record. */
  get auditor(): ChangeAuditor {
    return this.#trail
  }

  /** The number of the newest entry; 0 when there is none. */
  get last(): number {
    return this.#trail.end.n
  }

  /** See AuditTrail.note. */
  note(note: AuditNote): void {
    this.#trail.note(note)
  }

  /** See AuditTrail.later: within a second it is written, without whoever it is about waiting for it. */
  later(note: AuditNote): void {
    this.#trail.later(note)
    this.#cancelFlush ??= this.#parts.scheduler.after(LATER_MS, () => this.#flush())
  }

  list(query: AuditQuery): AuditPage {
    return readEntries(this.#parts.storage, this.#trail.end.n, query)
  }

  /** All that a filter lets through, oldest first, in slices that may be empty. */
  walk(filter: AuditFilter): Generator<readonly LinkedEntry[]> {
    return walkEntries(this.#parts.storage, filter)
  }

  /** Goes over the whole trail in slices. What is not signed yet is signed first. */
  verify(): Generator<Progress, AuditReport> {
    this.#flush()
    this.#heads.sign()
    const { storage, hash, key, archives } = this.#parts
    const heads = archives.flatMap((archive) => [...archive.lines()])
    return verifyTrail({ storage, hash, publicKey: key.verifying, heads })
  }

  status(): AuditStatus {
    const { storage, hash, key, archives, retentionMs } = this.#parts
    const last = this.#trail.end.n
    const begun = readStart(storage, hash).n + 1
    const { signed, troubles } = this.#heads
    return {
      store: storage.storeId,
      keyId: key.id,
      first: last < begun ? 0 : begun,
      last,
      signedThrough: signed?.n ?? 0,
      signedAt: signed?.at,
      retentionMs,
      archives: archives.map(({ name }) => name),
      troubles,
    }
  }

  /** Ends the audit of this store for good, which is its last entry. */
  end(actor: string): void {
    this.note({ actor, origin: this.#parts.storage.storeId, action: ENDED, outcome: 'done' })
    this.close()
  }

  /** Writes and signs what there is. To be called before the store is closed. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#cancelPruning?.()
    this.#flush()
    this.#heads.close()
  }

  #flush(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = undefined
    try {
      this.#trail.flush()
    } catch (error) {
      this.#parts.report(error)
    }
  }

  /** A trail says what it does not know: changes from before it, and from while nobody audited. // A-3 */
  #noteBeginning(): void {
    const { storage } = this.#parts
    const { n, seq, epoch } = this.#trail.end
    const head = storage.head().seq
    if (n === 0) this.#begin(BEGUN, { seq: head })
    else if (epoch !== storage.epoch) this.#begin(RESTORED, { seq: head, epoch: storage.epoch })
    else if (seq < head) this.#begin(RESUMED, { seq: head, unaudited: head - seq })
  }

  #begin(action: string, details: { readonly seq: number } & JsonObject): void {
    this.#trail.begin(details.seq, this.#own(action, details))
  }

  #own(action: string, details: JsonObject): AuditNote {
    return { actor: ENGINE, origin: this.#parts.storage.storeId, action, outcome: 'done', details }
  }

  #pruneLater(ms: number, retentionMs: number): void {
    this.#cancelPruning = this.#parts.scheduler.after(ms, () => {
      const { storage, hash, clock } = this.#parts
      const before = clock.now() - retentionMs
      this.#prune(pruneTrail(storage, hash, before), before, retentionMs)
    })
  }

  /** A slice at a time, with turns for others between them. */
  #prune(pruning: Generator<void, Pruned>, before: number, retentionMs: number): void {
    const { archives, scheduler, report } = this.#parts
    try {
      const step = pruning.next()
      if (step.done !== true) {
        this.#cancelPruning = scheduler.after(0, () => this.#prune(pruning, before, retentionMs))
        return
      }
      const { n, entries } = step.value
      if (entries > 0) this.note(this.#own(PRUNED, { entries, through: n }))
      for (const archive of archives) archive.forget(before)
    } catch (error) {
      // What a bulk keeps from being written is for the next time.
      if (!(error instanceof SrvraError && error.code === 'E_STORE_BUSY')) report(error)
    }
    this.#pruneLater(HOUR_MS, retentionMs)
  }
}
