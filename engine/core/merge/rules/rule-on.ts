import { encodePointer, type PathSegment } from '../../json/index.ts'
import type { Side, SideName, Verdict } from '../merged-field.ts'
import { isObject, sameSide } from '../side.ts'
import { greater, lastWritten, lesser } from './choose.ts'
import type { AppliedRule } from './compile-rules.ts'
import { count } from './counter.ts'
import { askCustom } from './custom.ts'
import type { RuledSides, Ruling } from './ruling.ts'
import { addWins, unite } from './sets.ts'
import { joinTexts } from './texts.ts'

const MAY_NOT_CHANGE: Verdict = { outcome: 'proposal', reason: 'POLICY_MANUAL', confidence: 0 }

/** The three values at a path, and who wrote later where clocks say it. */
export interface ValuesAt {
  readonly path: readonly PathSegment[]
  readonly base: Side
  readonly ours: Side
  readonly theirs: Side
  readonly later: SideName | undefined
}

/** What a rule says of a value; undefined where it does not apply: then all is as it were without it. // M-21 */
export function ruleOn(applied: AppliedRule, { path, base, ours, theirs, later }: ValuesAt): Ruling | undefined {
  if (applied.deep && isObject(ours) && isObject(theirs) && (base === undefined || isObject(base))) return undefined
  if (applied.rule.rule === 'immutable') return keep(base, ours, theirs)
  if (ours === undefined || theirs === undefined) return undefined
  if (sameSide(base, ours) || sameSide(base, theirs)) return undefined
  if (sameSide(ours, theirs) && !countsAlike(applied, base)) return undefined
  const sides: RuledSides = { base, ours, theirs, later }
  return applied.rule.rule === 'custom' ? askCustom(sides, applied.custom, encodePointer(path)) : decide(applied, sides)
}

/** Two who have each sold one have sold two, though both say the same number; without a base, both may say what they know. */
function countsAlike({ rule }: AppliedRule, base: Side): boolean {
  return rule.rule === 'counter' && base !== undefined
}

/** What was there once stays, until a person says otherwise; to set it for the first time is no change of it. // M-29 */
function keep(base: Side, ours: Side, theirs: Side): Ruling | undefined {
  if (base === undefined || (sameSide(base, ours) && sameSide(base, theirs))) return undefined
  return { result: base, verdict: MAY_NOT_CHANGE }
}

function decide({ rule }: AppliedRule, sides: RuledSides): Ruling | undefined {
  switch (rule.rule) {
    case 'counter':
      return count(sides, rule)
    case 'max':
      return greater(sides)
    case 'min':
      return lesser(sides)
    case 'union':
      return unite(sides)
    case 'add-wins-set':
      return addWins(sides)
    case 'text':
      return joinTexts(sides)
    case 'lww':
      return lastWritten(sides)
    case 'list-by-id':
      // How elements are recognised; the walk itself merges them.
      return undefined
    case 'immutable':
    case 'custom':
      return undefined
  }
}
