import { ensureAdmitted } from '../json/index.ts'
import { MergeWalk } from './merge-walk.ts'
import type { MergedField, Side } from './merged-field.ts'
import type { RuleLookup } from './rules/compile-rules.ts'

export interface MergeOptions {
  /** When each side was written, as readings of a hybrid logical clock: the later one is proposed where only one can be had. */
  readonly oursHlc?: string
  readonly theirsHlc?: string
  /** The merge rules for the document; without them M-1 to M-18 alone hold. */
  readonly rules?: RuleLookup
}

export interface Merge {
  /** Admitted; undefined where there is nothing (any more). */
  readonly value: Side
  /** Every path that a side changed. */
  readonly fields: readonly MergedField[]
  /** The lowest of the fields; 1 when there are none. */
  readonly confidence: number
}

/**
 * What both sides made of a value, in one; undefined stands for no value. What one side alone changed is taken over, by
 * reference; where only one side can be had, the value is a proposal, and its field keeps both. Pure: to swap the sides
 * swaps what is said of them, and changes no value of which nothing is a proposal. What holds is M-1 to M-31.
 */
export function merge(base: Side, ours: Side, theirs: Side, options: MergeOptions = {}): Merge {
  const { oursHlc = '', theirsHlc = '', rules } = options
  const walk = new MergeWalk(theirsHlc > oursHlc ? 'theirs' : 'ours', theirsHlc === oursHlc, rules)
  const value = walk.at(admitted(base), admitted(ours), admitted(theirs))
  const confidence = walk.fields.reduce((least, field) => Math.min(least, field.confidence), 1)
  return { value, fields: walk.fields, confidence }
}

function admitted(side: Side): Side {
  return side === undefined ? undefined : ensureAdmitted(side)
}
