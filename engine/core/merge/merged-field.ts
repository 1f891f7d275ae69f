import type { JsonValue } from '../json/index.ts'

/** A value, or undefined where there is none: not made yet, or deleted. */
export type Side = JsonValue | undefined

export type SideName = 'ours' | 'theirs'

/** What became of a path that a side changed, and how certain that is. */
export interface Verdict {
  /**
   * 'ours', 'theirs': only this side changed it; 'same': both alike; 'text', 'list': both, and both have it;
   * 'rule': a merge rule said what stands; 'proposal': both cannot have it, and a person may accept or change the result.
   */
  readonly outcome: 'ours' | 'theirs' | 'same' | 'text' | 'list' | 'rule' | 'proposal'
  /** Why it is only a proposal; the last three come of merge rules alone. */
  readonly reason?:
    | 'SAME_FIELD'
    | 'DELETE_VS_EDIT'
    | 'TYPE_CHANGE'
    | 'ARRAY_ORDER'
    | 'NO_BASE'
    | 'INVARIANT'
    | 'POLICY_MANUAL'
    | 'RULE_FAILED'
  /** The merge rule that decided: its name, or that of the custom function; absent where none did. */
  readonly rule?: string
  /** From 0 (always for a person) to 1 (certain). */
  readonly confidence: number
}

/**
 * One path with all that was there; a value that is absent was not there. The path is a JSON pointer into the merged value.
 * A list's own field tells of its membership and order, fields below it of what its elements hold.
 */
export interface MergedField extends Verdict {
  readonly path: string
  readonly base?: JsonValue
  readonly ours?: JsonValue
  readonly theirs?: JsonValue
  readonly result?: JsonValue
}

export const ONLY_OURS: Verdict = { outcome: 'ours', confidence: 1 }
export const ONLY_THEIRS: Verdict = { outcome: 'theirs', confidence: 1 }
export const ALIKE: Verdict = { outcome: 'same', confidence: 1 }
export const TEXT_MERGED: Verdict = { outcome: 'text', confidence: 0.9 }
export const LIST_MERGED: Verdict = { outcome: 'list', confidence: 1 }
/** Both added elements in one place: all are kept, and only their order is a guess. */
export const LIST_CROWDED: Verdict = { outcome: 'list', confidence: 0.9 }
export const DELETE_VS_EDIT: Verdict = { outcome: 'proposal', reason: 'DELETE_VS_EDIT', confidence: 0 }
export const ARRAY_ORDER: Verdict = { outcome: 'proposal', reason: 'ARRAY_ORDER', confidence: 0.5 }
export const SAME_FIELD: Verdict = { outcome: 'proposal', reason: 'SAME_FIELD', confidence: 0.5 }
export const TYPE_CHANGE: Verdict = { outcome: 'proposal', reason: 'TYPE_CHANGE', confidence: 0.2 }
export const NO_BASE: Verdict = { outcome: 'proposal', reason: 'NO_BASE', confidence: 0.5 }
export const NO_BASE_NOR_TYPE: Verdict = { outcome: 'proposal', reason: 'NO_BASE', confidence: 0.2 }

/** Which sides a merged value equals, as bits: it is taken over from one of them by reference where that can be. */
export const OURS = 1
export const THEIRS = 2
export const BOTH = 3
