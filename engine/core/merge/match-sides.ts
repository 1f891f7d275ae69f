import type { Alignment } from '../delta/align.ts'
import { identityOf } from '../delta/identity.ts'
import type { JsonArray } from '../json/index.ts'
import { alignSides, type ListTriple } from './align-sides.ts'

/** Where the elements of one side of a list stand elsewhere; -1 where they do not. */
export interface ListSide {
  /** In the base. */
  readonly sources: Alignment
  /** On the other side. */
  readonly partners: Int32Array
}

export interface MatchedSides {
  readonly ours: ListSide
  readonly theirs: ListSide
  /** The field by which elements were recognised; undefined: they were compared. */
  readonly field: string | undefined
}

/** Finds what both sides have: what they kept of the base, and what both added under one identity. */
export function matchSides(lists: ListTriple, asked?: string): MatchedSides {
  const { ours, theirs, field } = alignSides(lists, asked)
  const places = placesIn(theirs, lists.base.length)
  const added = field === undefined ? undefined : addedTo(lists.theirs, theirs, field)
  const partners = ours.map((source, at) => {
    if (source >= 0) return places[source] as number
    const identity = field === undefined ? undefined : identityOf(lists.ours[at] as JsonArray[number], field)
    return (identity === undefined ? undefined : added?.get(identity)) ?? -1
  })
  return {
    ours: { sources: ours, partners },
    theirs: { sources: theirs, partners: placesIn(partners, theirs.length) },
    field,
  }
}

/** The index of each number below a length in a sequence, or -1. */
function placesIn(sequence: Int32Array, length: number): Int32Array {
  const places = new Int32Array(length).fill(-1)
  for (const [at, number] of sequence.entries()) if (number >= 0) places[number] = at
  return places
}

function addedTo(items: JsonArray, sources: Alignment, field: string): ReadonlyMap<string | number, number> {
  const added = new Map<string | number, number>()
  for (const [at, item] of items.entries()) {
    const identity = (sources[at] as number) < 0 ? identityOf(item, field) : undefined
    if (identity !== undefined) added.set(identity, at)
  }
  return added
}
