import type { JsonValue } from '../json/index.ts'
import type { ListTriple } from './align-sides.ts'
import { planList } from './list-plan.ts'
import { BOTH, OURS, THEIRS, type Side, type SideName, type Verdict } from './merged-field.ts'
import { sameSide } from './side.ts'

/** Merges what a list holds. */
export interface ElementMerger {
  /** Merges an element that will stand at this index of the merged list. */
  inside(index: number, base: Side, ours: Side, theirs: Side): Side
  /** Which sides the value that was merged last equals. */
  readonly equals: number
}

export interface MergedList {
  readonly items: JsonValue[]
  /** Which sides it equals. */
  readonly equals: number
  /** On membership and order; undefined when neither side changed them. */
  readonly verdict: Verdict | undefined
  /** The field by which elements were recognised; undefined: they were compared. */
  readonly field: string | undefined
}

/** Both sides' list in one: first who stands where, then what each element holds. */
export function mergeLists(lists: ListTriple, later: SideName, merger: ElementMerger, identity?: string): MergedList {
  const { places, verdict, field } = planList(lists, later, identity)
  const items: JsonValue[] = []
  let equals = BOTH
  for (const place of places) {
    const base = lists.base[place.base]
    const ours = lists.ours[place.ours]
    const theirs = lists.theirs[place.theirs]
    const at = items.length
    if (place.ours !== at) equals &= ~OURS
    if (place.theirs !== at) equals &= ~THEIRS
    // What was added is told by the list itself, unless both added an element and made it differently.
    const added = base === undefined && (ours === undefined || theirs === undefined || sameSide(ours, theirs))
    const item = added ? (ours === undefined ? theirs : ours) : merger.inside(at, base, ours, theirs)
    if (!added) equals &= merger.equals
    if (item !== undefined) items.push(item)
  }
  if (items.length !== lists.ours.length) equals &= ~OURS
  if (items.length !== lists.theirs.length) equals &= ~THEIRS
  return { items, equals, verdict, field }
}
