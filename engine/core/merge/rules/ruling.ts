import { canonicalText, type JsonValue } from '../../json/index.ts'
import type { Side, SideName, Verdict } from '../merged-field.ts'

/** What a rule is asked about: a value that both sides changed, and not alike. */
export interface RuledSides {
  readonly base: Side
  readonly ours: JsonValue
  readonly theirs: JsonValue
  /** Who wrote later; undefined where clocks do not say. */
  readonly later: SideName | undefined
}

/** What a rule says. */
export interface Ruling {
  readonly result: JsonValue
  readonly verdict: Verdict
}

export const BY_RULE: Verdict = { outcome: 'rule', confidence: 1 }

/** The later writer; where clocks do not say, content does, so that it is no matter which side is ours. */
export function laterOf({ ours, theirs, later }: Omit<RuledSides, 'base'>): SideName {
  return later ?? (canonicalText(ours) > canonicalText(theirs) ? 'ours' : 'theirs')
}
