import { alignByContent, alignByIdentity, type Alignment } from '../delta/align.ts'
import { identityFieldOf, identityOf, isStrong } from '../delta/identity.ts'
import { longestIncreasing } from '../delta/longest-increasing.ts'
import { pairUnmatched, sourceOf } from '../delta/pair-unmatched.ts'
import { equalJson, type JsonArray, type JsonValue } from '../json/index.ts'

export interface ListTriple {
  readonly base: JsonArray
  readonly ours: JsonArray
  readonly theirs: JsonArray
}

/** Which element of the base each element of a side is, or -1 for one that the side added. */
export interface AlignedSides {
  readonly ours: Alignment
  readonly theirs: Alignment
  /** The field by which elements were recognised; undefined: they have none, and were compared. */
  readonly field: string | undefined
}

/**
 * Recognises the elements of both sides in the base, by the identity that is asked for, else by one where all have one, else
 * by content and place. // D-4 M-26
 */
export function alignSides(lists: ListTriple, identity?: string): AlignedSides {
  const { base, ours, theirs } = lists
  const asked = identity === undefined ? undefined : alignBy(lists, identity, true)
  if (asked !== undefined) return asked
  const field = identityFieldOfAll(lists)
  const found = field === undefined ? undefined : alignBy(lists, field, isStrong(field))
  return found ?? { ours: byContent(base, ours), theirs: byContent(base, theirs), field: undefined }
}

function alignBy({ base, ours, theirs }: ListTriple, field: string, strong: boolean): AlignedSides | undefined {
  const left = byIdentity(base, ours, field, strong)
  const right = left && byIdentity(base, theirs, field, strong)
  return left && right ? { ours: left, theirs: right, field } : undefined
}

/** That of the base; where it is empty, the one on which both sides agree. */
function identityFieldOfAll({ base, ours, theirs }: ListTriple): string | undefined {
  if (base.length > 0) return identityFieldOf(base)
  const field = identityFieldOf(ours)
  return field === identityFieldOf(theirs) ? field : undefined
}

function byIdentity(base: JsonArray, next: JsonArray, field: string, strong: boolean): Alignment | undefined {
  const like = (before: JsonValue, after: JsonValue): boolean => {
    const identity = identityOf(before, field)
    return identity !== undefined && identity === identityOf(after, field)
  }
  if (base.length === next.length && base.every((item, at) => like(item, next[at] as JsonValue))) return inPlace(base.length)
  const alignment = alignByIdentity(base, next, field)
  if (alignment === undefined || strong) return alignment
  return paired(alignment, base.length)
}

function byContent(base: JsonArray, next: JsonArray): Alignment {
  const least = Math.min(base.length, next.length)
  let start = 0
  while (start < least && equalJson(base[start] as JsonValue, next[start] as JsonValue)) start++
  let end = 0
  while (end < least - start && equalJson(base.at(-1 - end) as JsonValue, next.at(-1 - end) as JsonValue)) end++
  const before = base.slice(start, base.length - end)
  const after = next.slice(start, next.length - end)
  const middle = mostlyInPlace(before, after) ? inPlace(before.length) : paired(alignByContent(before, after), before.length)
  return Int32Array.from(next, (_, at) => {
    if (at < start) return at
    if (at >= next.length - end) return at - next.length + base.length
    const source = middle[at - start] as number
    return source < 0 ? source : source + start
  })
}

/** Whether so many elements are equal where they stand that the others were changed in place. */
function mostlyInPlace(before: JsonArray, after: JsonArray): boolean {
  if (before.length !== after.length) return false
  let most = Math.max(1, before.length >> 1)
  return before.every((item, at) => equalJson(item, after[at] as JsonValue) || most-- > 0)
}

/** What was not recognised but stands in the place of something that is gone is that thing, changed. */
function paired(alignment: Alignment, baseLength: number): Alignment {
  pairUnmatched(alignment, longestIncreasing(alignment), baseLength)
  return alignment.map(sourceOf)
}

function inPlace(length: number): Alignment {
  return Int32Array.from({ length }, (_, at) => at)
}
