import { SHORTEST_EDITED } from '../delta/diff-texts.ts'
import type { JsonValue } from '../json/index.ts'
import { mergeTexts } from './merge-texts.ts'
import { ALIKE, DELETE_VS_EDIT, NO_BASE, NO_BASE_NOR_TYPE, ONLY_OURS, ONLY_THEIRS } from './merged-field.ts'
import { SAME_FIELD, TEXT_MERGED, TYPE_CHANGE } from './merged-field.ts'
import type { Side, SideName, Verdict } from './merged-field.ts'
import { sameSide, typeOf } from './side.ts'

/** What becomes of a value that is not merged part by part. */
export interface Settlement {
  readonly result: Side
  /** Undefined when neither side changed it. */
  readonly verdict: Verdict | undefined
}

/** Takes the only change there is, or what both sides agree on, or else proposes. */
export function settle(base: Side, ours: Side, theirs: Side, later: SideName): Settlement {
  if (sameSide(base, ours)) {
    return sameSide(base, theirs) ? { result: ours, verdict: undefined } : { result: theirs, verdict: ONLY_THEIRS }
  }
  if (sameSide(base, theirs)) return { result: ours, verdict: ONLY_OURS }
  if (sameSide(ours, theirs)) return { result: ours, verdict: ALIKE }
  if (ours === undefined || theirs === undefined) return { result: ours === undefined ? theirs : ours, verdict: DELETE_VS_EDIT }
  if (typeof base === 'string' && typeof ours === 'string' && typeof theirs === 'string' && isText(base, ours, theirs)) {
    const { text, contested } = mergeTexts(base, ours, theirs, later)
    return { result: text, verdict: contested ? SAME_FIELD : TEXT_MERGED }
  }
  return { result: later === 'ours' ? ours : theirs, verdict: whyNot(base, ours, theirs) }
}

/** Why a person should say which of two values is the right one. */
function whyNot(base: Side, ours: JsonValue, theirs: JsonValue): Verdict {
  const likeTypes = typeOf(ours) === typeOf(theirs)
  if (base === undefined) return likeTypes ? NO_BASE : NO_BASE_NOR_TYPE
  return likeTypes ? SAME_FIELD : TYPE_CHANGE
}

/** Short texts are names, codes and the like: what two people made of one in its parts is not what either meant. */
function isText(base: string, ours: string, theirs: string): boolean {
  return base.length >= SHORTEST_EDITED || Math.min(ours.length, theirs.length) >= SHORTEST_EDITED
}
