import type { RuleSetVersion } from '../../conflict/rule-sets.ts'
import type { RuleSuggestion } from '../../conflict/suggest-rules.ts'
import type { WhatIfReport } from '../../conflict/what-if.ts'
import type { MergeRule } from '../../core/merge/index.ts'
import type { ConflictReason, ConflictView } from '../../conflict/conflict.ts'

export type { RuleSetVersion } from '../../conflict/rule-sets.ts'
export type { RuleSuggestion } from '../../conflict/suggest-rules.ts'
export type { WhatIfExample, WhatIfReport, WhatIfRule } from '../../conflict/what-if.ts'
export type { MergeRule, MergeRuleName, RuleSet } from '../../core/merge/index.ts'

/** The rules in force, and by what other means conflicts are settled. */
export interface RulesOverview {
  /** Null when no rules were ever put into force. */
  readonly current: RuleSetVersion | null
  readonly mergeStrategy: string
  readonly autoResolveThreshold: number
  readonly strategies: readonly string[]
}

/** A fault of rules as they were written. */
export interface RuleProblem {
  /** Where, as `rules[2].path`. */
  readonly path: string
  readonly message: string
}

/** What became of putting rules into force. */
export interface RulesActivated {
  readonly current: RuleSetVersion
  /** Conflicts that waited and were settled by the rules at once. */
  readonly settled: number
}

/** What was decided within a span, for charts and for calibration. */
export interface ConflictAnalytics {
  /** Decisions of the span that were looked at: the newest, at most some thousands. */
  readonly looked: number
  /** There were more: all figures are of the newest. */
  readonly truncated: boolean
  readonly byReason: Readonly<Partial<Record<ConflictReason, number>>>
  readonly byStrategy: Readonly<Record<string, number>>
  /** Paths and replicas with the most conflicts, most first. */
  readonly hotFields: readonly { readonly path: string; readonly count: number }[]
  readonly hotReplicas: readonly { readonly replica: string; readonly count: number }[]
  /** From the arrival to the decision by a person, in milliseconds. */
  readonly timeToResolve: { readonly p50Ms: number; readonly p95Ms: number }
  /** How often what was suggested is what was chosen, by confidence in tens (0 to 9). */
  readonly acceptance: readonly { readonly confidence: number; readonly cases: number; readonly accepted: number }[]
  /** Conflicts that arrived and decisions in each slice of the span, oldest first; `automatic` of them without a person. */
  readonly timeline: readonly {
    readonly at: number
    readonly arrived: number
    readonly decided: number
    readonly automatic: number
  }[]
}

export interface RuleCommands {
  'rules.overview': (query: Record<string, never>) => RulesOverview
  /** Newest first; `before` is a version, exclusive. */
  'rules.versions': (query: { readonly before?: number; readonly limit: number }) => readonly RuleSetVersion[]
  /** What is wrong with rules; empty when they could be put into force. */
  'rules.check': (query: { readonly rules: unknown }) => readonly RuleProblem[]
  /** Judges one conflict under other rules. Writes nothing. Throws E_RULE, E_CONFLICT_UNKNOWN. */
  'rules.test': (query: { readonly rules: readonly MergeRule[]; readonly conflict: string }) => ConflictView
  /** Replays decided conflicts under other rules. Writes nothing. Throws E_RULE. */
  'rules.what-if': (query: { readonly rules: readonly MergeRule[]; readonly limit: number }) => WhatIfReport
  'rules.suggest': (query: { readonly limit: number }) => readonly RuleSuggestion[]
  /** Puts rules into force as the next version, and settles what they can of what waits. Throws E_RULE, E_RULES_MOVED. */
  'rules.activate': (query: {
    readonly rules: readonly MergeRule[]
    readonly basedOn: number
    readonly note?: string
  }) => RulesActivated
  'conflicts.analytics': (query: { readonly from: number; readonly to: number; readonly slices: number }) => ConflictAnalytics
}
