import { SrvraError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { RecordWrite, Storage } from '../ports/storage.ts'
import type { SrvraEventBus } from '../state/event-bus.ts'
import { CONFLICT_RESOLVED } from '../state/event-types.ts'
import type { SrvraStateManager } from '../state/srvra-state-manager.ts'
import { writeConflict, writeDecision } from './conflict-record.ts'
import type { RecordedConflict } from './conflict-record.ts'
import { summaryOf } from './conflict-summary.ts'
import type { ConflictTable, DecidedConflict, HistoryPage } from './conflict-table.ts'
import { disputeOf, localSide, recordedSide, viewOf } from './conflict-view.ts'
import type { ConflictResolution, ConflictState, ConflictSummary, ConflictView } from './conflict.ts'
import { asQuestions } from './judge.ts'
import type { Side } from './judge.ts'
import { resolveChoices, undecidedPaths } from './resolve-choices.ts'
import { assertFits, MANUAL, mayStand, settlementOf } from './settlement-part.ts'
import type { Opened, Part, ResolveOptions } from './settlement-part.ts'
import type { SrvraConflictResolver } from './srvra-conflict-resolver.ts'

export interface ConflictQueueOptions {
  readonly table: ConflictTable
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly resolver: SrvraConflictResolver
  readonly clock: Clock
}

const CLAIM_MS = 5 * 60_000

/**
 * What operators do with conflicts: look, claim, settle, put off, take back. Every act is one commit: the document and the
 * conflict's record change together or not at all. A settled conflict is a forward change; the decision is kept for ever.
 */
export class ConflictQueue {
  readonly #options: ConflictQueueOptions

  constructor(options: ConflictQueueOptions) {
    this.#options = options
  }

  /** What waits, in the order of arrival. */
  get waiting(): ReadonlyMap<string, ConflictSummary> {
    return this.#options.table.waiting
  }

  /** Tells of every change of the queue, and which conflicts are new in it. The returned function ends it. */
  onChange(listener: (added: readonly ConflictSummary[]) => void): () => void {
    return this.#options.table.onChange(listener)
  }

  summary(id: string): ConflictSummary | undefined {
    const waiting = this.waiting.get(id)
    if (waiting) return waiting
    const decided = this.#options.table.readDecided(id)
    return decided && summaryOf(id, decided.conflict)
  }

  /** A conflict merged anew with what its document is now; a decided one as it was decided. Throws E_CONFLICT_UNKNOWN. */
  view(id: string): ConflictView {
    const decided = this.waiting.has(id) ? undefined : this.#options.table.readDecided(id)
    if (decided) return this.#decidedView(decided)
    const { conflict, local, judged } = this.#open(id)
    return viewOf({ id, conflict, local, judged, ruleSet: this.#options.resolver.rules.version })
  }

  /** Decided conflicts, newest first. */
  history(page: HistoryPage): readonly ConflictView[] {
    return this.#options.table.history(page).map((decided) => this.#decidedView(decided))
  }

  /** Settles a conflict as the rules in force have it by now; false when they leave it to a person. */
  settleByRules(id: string): boolean {
    const { judged, conflict } = this.#open(id)
    if (judged.reason !== undefined || conflict.operation.batch !== undefined) return false
    if (!mayStand(this.#options.state, { key: conflict.key, value: judged.value })) return false
    this.resolve(id, { by: 'rules', choices: [], strategy: 'rule', reason: `rule set ${this.#options.resolver.rules.version}` })
    return true
  }

  /** What would stand. Throws what `resolve` throws, but for the schema. */
  preview(
    id: string,
    { choices, localVersion }: Pick<ResolveOptions, 'choices' | 'localVersion'>,
  ): Side & { readonly version: number } {
    const { local, judged } = this.#at(id, localVersion)
    return { ...resolveChoices(judged, choices), version: local.version + 1 }
  }

  /**
   * Settles a conflict and, of its batch, all in which nothing is left to decide, in one commit. Throws E_CONFLICT_UNKNOWN,
   * E_CONFLICT_DECIDED, E_CONFLICT_MOVED, E_CONFLICT_UNDECIDED, E_CONFLICT_BATCH, E_VALIDATION; then nothing has changed.
   */
  resolve(id: string, options: ResolveOptions): ConflictResolution {
    const opened = this.#at(id, options.localVersion)
    const chosen = resolveChoices(opened.judged, options.choices)
    const parts = [{ id, opened, chosen, options }, ...this.#companions(id, opened.conflict, options)]
    const [first] = this.#commit(parts)
    return first as ConflictResolution
  }

  /** Settles a conflict with a value as a whole, as a strategy or a handler has it. */
  resolveWith(id: string, value: Side['value'], options: Omit<ResolveOptions, 'choices'>): ConflictResolution {
    return this.resolve(id, {
      ...options,
      choices: [value === undefined ? { path: '', take: 'edited' } : { path: '', take: 'edited', value }],
    })
  }

  /** The document stays as it is; the edit is kept in history. Throws E_CONFLICT_UNKNOWN, E_CONFLICT_DECIDED. */
  dismiss(id: string, by: string, reason?: string): ConflictResolution {
    const { conflict } = this.#open(id)
    const resolution: ConflictResolution = {
      by,
      at: this.#now(),
      strategy: 'dismiss',
      choices: [],
      ...(reason === undefined ? {} : { reason }),
    }
    this.#append(writeDecision(id, { ...conflict, status: 'dismissed', resolution }))
    return resolution
  }

  /** Says that somebody works on it, for five minutes. Throws E_CONFLICT_CLAIMED while another one does, unless forced. */
  claim(id: string, by: string, force = false): ConflictSummary {
    const { conflict } = this.#open(id)
    const { owner, ownedUntil = 0 } = conflict
    const now = this.#now()
    if (owner !== undefined && owner !== by && ownedUntil > now && !force)
      throw new SrvraError('E_CONFLICT_CLAIMED', `${owner} is working on this conflict; take it over or choose another one.`, {
        owner,
        until: ownedUntil,
      })
    return this.#change(id, { ...conflict, status: 'claimed', owner: by, ownedUntil: now + CLAIM_MS })
  }

  release(id: string): ConflictSummary {
    return this.#change(id, withoutClaim(this.#open(id).conflict, 'open'))
  }

  /** Puts a conflict off until an instant. */
  snooze(id: string, until: number): ConflictSummary {
    return this.#change(id, { ...withoutClaim(this.#open(id).conflict, 'snoozed'), snoozedUntil: until })
  }

  /** Takes a decision back: the conflict waits again, against what stands now. Throws E_CONFLICT_UNKNOWN. */
  reopen(id: string): ConflictSummary {
    const known = this.waiting.get(id)
    if (known) return known
    const decided = this.#options.table.readDecided(id)
    if (!decided) throw unknown(id)
    const { resolution: _resolution, ...conflict } = withoutClaim(decided.conflict, 'open')
    return this.#change(id, { ...conflict, reopened: (conflict.reopened ?? 0) + 1 })
  }

  #open(id: string): Opened {
    const { table, storage, resolver } = this.#options
    const conflict = table.read(id)
    if (!conflict) {
      const decided = table.readDecided(id)
      if (!decided) throw unknown(id)
      const { resolution, status } = decided.conflict
      throw new SrvraError('E_CONFLICT_DECIDED', `This conflict was ${status} by ${resolution?.by ?? 'somebody'} already.`, {
        id,
        status,
      })
    }
    const local = localSide(storage, conflict.key)
    const judged = resolver.judge(disputeOf(conflict, local))
    return { conflict, local, judged: conflict.reason === 'RESTORED' ? asQuestions(judged) : judged }
  }

  #at(id: string, localVersion: number | undefined): Opened {
    const opened = this.#open(id)
    const { version } = opened.local
    if (localVersion === undefined || localVersion === version) return opened
    throw new SrvraError('E_CONFLICT_MOVED', `The document has moved to version ${version} since; look at the conflict again.`, {
      expected: localVersion,
      actual: version,
    })
  }

  /** P-38: what came as one batch is settled as one. */
  #companions(id: string, { operation }: RecordedConflict, options: ResolveOptions): readonly Part[] {
    if (operation.batch === undefined) return []
    const others = [...this.waiting.values()].filter((other) => other.batch === operation.batch && other.id !== id)
    return others.map((other) => {
      const opened = this.#open(other.id)
      if (undecidedPaths(opened.judged).length > 0)
        throw new SrvraError(
          'E_CONFLICT_BATCH',
          `This edit came as one with ${other.key}, where paths are undecided: settle that one first, or dismiss it.`,
          { id: other.id, key: other.key },
        )
      return { id: other.id, opened, chosen: opened.judged, options: { ...options, choices: [] } }
    })
  }

  #commit(parts: readonly Part[]): readonly ConflictResolution[] {
    const { state, table, storage } = this.#options
    const { proposals, records, resolutions } = settlementOf(parts, this.#now(), storage.head().seq)
    for (const proposal of proposals) assertFits(state, proposal)
    if (proposals.length === 0) this.#append(records)
    else {
      state.commit(proposals, records)
      table.put(records)
    }
    for (const { opened, options, chosen } of parts) this.#tell(opened.conflict.key, options.strategy ?? MANUAL, chosen.value)
    return resolutions
  }

  #tell(key: string, strategy: string, value: Side['value']): void {
    this.#options.eventBus.emit(CONFLICT_RESOLVED, { key, strategy, value })
  }

  #change(id: string, conflict: RecordedConflict): ConflictSummary {
    this.#append([writeConflict(id, conflict)])
    return summaryOf(id, conflict)
  }

  #append(records: readonly RecordWrite[]): void {
    void this.#options.storage.append([], records)
    this.#options.table.put(records)
  }

  #decidedView({ id, place, conflict }: DecidedConflict): ConflictView {
    const { fields, confidence, ruleSet } = conflict
    const local = recordedSide(conflict)
    const judged = { value: conflict.resolution?.value, metadata: {}, fields, confidence }
    return { ...viewOf({ id, conflict, local, judged, ruleSet }), place }
  }

  #now(): number {
    return this.#options.clock.now()
  }
}

function withoutClaim(conflict: RecordedConflict, status: ConflictState): RecordedConflict {
  const { owner: _owner, ownedUntil: _ownedUntil, snoozedUntil: _snoozedUntil, ...rest } = conflict
  return { ...rest, status }
}

function unknown(id: string): SrvraError {
  return new SrvraError('E_CONFLICT_UNKNOWN', `There is no conflict ${id}.`, { id })
}
