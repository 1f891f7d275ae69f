import { compileRules } from '../core/merge/index.ts'
import type { MergeRule, RuleSet } from '../core/merge/index.ts'
import type { Storage } from '../ports/storage.ts'
import type { ConflictQueue } from './conflict-queue.ts'
import type { ConflictTable, DecidedConflict } from './conflict-table.ts'
import { disputeOf, localSide, recordedSide, viewOf } from './conflict-view.ts'
import type { ConflictView } from './conflict.ts'
import { judge } from './judge.ts'
import type { RuleSets, RuleSetVersion } from './rule-sets.ts'
import type { SrvraConflictResolver } from './srvra-conflict-resolver.ts'

export interface RuleDeskOptions {
  readonly queue: ConflictQueue
  readonly table: ConflictTable
  readonly storage: Storage
  readonly resolver: SrvraConflictResolver
  readonly ruleSets: RuleSets
}

/** What operators do with merge rules: try them on what waits and on what was decided, put them into force, go back. */
export class RuleDesk {
  readonly resolver: SrvraConflictResolver
  readonly ruleSets: RuleSets
  readonly #options: RuleDeskOptions

  /** Rules that an operator put into force go before those that the engine was opened with. */
  constructor(options: RuleDeskOptions) {
    const { resolver, ruleSets } = options
    this.#options = options
    this.resolver = resolver
    this.ruleSets = ruleSets
    if (ruleSets.current) resolver.useRules(asSet(ruleSets.current))
  }

  /** A conflict as other rules would have it: one that waits against what stands now, a decided one against what stood then. */
  viewUnder(id: string, rules: RuleSet): ConflictView | undefined {
    const { table, storage, resolver } = this.#options
    const waiting = table.read(id)
    const conflict = waiting ?? table.readDecided(id)?.conflict
    if (!conflict) return undefined
    const local = waiting ? localSide(storage, conflict.key) : recordedSide(conflict)
    const judged = judge(disputeOf(conflict, local), resolver.autoResolveThreshold, compileRules(rules).forKey(conflict.key))
    return viewOf({ id, conflict, local, judged, ruleSet: rules.version })
  }

  /** Decided conflicts with all that they were decided from, newest first. */
  decided(limit: number): readonly DecidedConflict[] {
    return this.#options.table.history({ limit })
  }

  /** Puts rules into force, and settles what they can of what waits. Throws E_RULE and E_RULES_MOVED. */
  activate(
    rules: readonly MergeRule[],
    options: { readonly by: string; readonly basedOn: number; readonly note?: string },
  ): { readonly current: RuleSetVersion; readonly settled: number } {
    const current = this.ruleSets.add(rules, options)
    this.resolver.useRules(asSet(current))
    const { queue } = this.#options
    const settled = [...queue.waiting.keys()].filter((id) => queue.waiting.has(id) && queue.settleByRules(id))
    return { current, settled: settled.length }
  }
}

function asSet({ version, rules }: RuleSet): RuleSet {
  return { version, rules }
}
