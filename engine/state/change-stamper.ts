import { HybridClock, parseHybridTime } from '../core/clock/index.ts'
import type { Change } from '../core/log/change.ts'
import { localOpId } from '../core/log/op-id.ts'
import type { Clock } from '../ports/clock.ts'
import type { LogPosition, Storage } from '../ports/storage.ts'
import type { Draft } from './draft-change.ts'
import type { Before } from './committed-update.ts'
import type { Proposal } from './proposal.ts'
import type { BatchOptions } from './write-options.ts'

interface Place extends LogPosition {
  readonly hlc: string
}

/** A proposal, and what its key was before it. */
export interface Proposed {
  readonly proposal: Proposal
  readonly before: Before
}

/** Gives drafts their place in the log: position, times, author. */
export class ChangeStamper {
  readonly #clock: Clock
  readonly #origin: string
  readonly #actor: string
  readonly #hybrid: HybridClock

  /** `actor` is who writes when a write does not say. */
  constructor(storage: Storage, clock: Clock, actor: string) {
    this.#clock = clock
    this.#origin = storage.storeId
    this.#actor = actor
    this.#hybrid = new HybridClock(parseHybridTime(storage.lastHlc()))
  }

  /** The change that follows `head`. */
  stamp(draft: Draft, head: LogPosition, options: BatchOptions): Change {
    const now = this.#clock.now()
    return this.#change(draft, { seq: head.seq + 1, at: laterOf(now, head.at), hlc: this.#hybrid.next(now) }, options)
  }

  /** The changes that follow `head`, in the order of the drafts. `batch` marks them as parts of one atomic whole. */
  stampAll(drafts: readonly Draft[], head: LogPosition, options: BatchOptions, batch?: number): readonly Change[] {
    const now = this.#clock.now()
    const at = laterOf(now, head.at)
    return drafts.map((draft, index) =>
      this.#change(draft, { seq: head.seq + 1 + index, at, hlc: this.#hybrid.next(now) }, options, batch),
    )
  }

  /** The changes that proposals come to: ids, authors and readings as given, places as here. */
  stampProposals(proposals: readonly Proposed[], head: LogPosition): readonly Change[] {
    const now = this.#clock.now()
    const at = laterOf(now, head.at)
    const firstOf = new Map<number, number>()
    return proposals.map(({ proposal, before }, index) => {
      const seq = head.seq + 1 + index
      const { group, priority = 'normal', reason, cause } = proposal
      if (group !== undefined && !firstOf.has(group)) firstOf.set(group, seq)
      const batch = group === undefined ? undefined : firstOf.get(group)
      const origin = proposal.origin ?? this.#origin
      return {
        seq,
        opId: proposal.opId ?? localOpId(this.#origin, seq),
        key: proposal.key,
        version: before.version + 1,
        baseVersion: proposal.baseVersion ?? before.version,
        kind: proposal.kind,
        deleted: proposal.value === undefined,
        actor: proposal.actor,
        origin,
        at,
        hlc: this.#reading(proposal.hlc, now),
        priority,
        ...(batch === undefined ? {} : { batch }),
        ...(reason === undefined ? {} : { reason }),
        ...(cause === undefined ? {} : { cause }),
        value: proposal.value,
        metadata: proposal.metadata,
      }
    })
  }

  /** K-2: what is written here from now on is later than what has been seen. */
  #reading(given: string | undefined, now: number): string {
    if (given === undefined) return this.#hybrid.next(now)
    this.#hybrid.witness(parseHybridTime(given))
    return given
  }

  #change(draft: Draft, { seq, at, hlc }: Place, options: BatchOptions, batch?: number): Change {
    const { reason } = options
    const cause = draft.cause ?? options.cause
    const change: Change = {
      seq,
      opId: localOpId(this.#origin, seq),
      key: draft.key,
      version: draft.version,
      baseVersion: draft.before.version,
      kind: draft.kind,
      deleted: draft.value === undefined,
      actor: options.actor ?? this.#actor,
      origin: this.#origin,
      at,
      hlc,
      priority: options.priority ?? 'normal',
      value: draft.value,
      metadata: draft.metadata,
    }
    if (batch === undefined && reason === undefined && cause === undefined) return change
    return {
      ...change,
      ...(batch === undefined ? {} : { batch }),
      ...(reason === undefined ? {} : { reason }),
      ...(cause === undefined ? {} : { cause }),
    }
  }
}

/** S-7: a change is never older than the one before it, even when the wall clock jumps back. */
function laterOf(now: number, headAt: number): number {
  return now > headAt ? now : headAt
}
