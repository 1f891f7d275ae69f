import { assembleArray, quotedByteLength, sizeBytes, type JsonValue } from '../json/index.ts'
import { commonSubsequence } from './common-subsequence.ts'
import { TEXT } from './delta.ts'
import { Symbols } from './symbols.ts'
import { cutsPair } from './text-edit.ts'

/** A part of the base that gives way to a part of the next text; offsets in UTF-16 units, ends exclusive. */
interface Hunk {
  readonly from: number
  readonly to: number
  readonly nextFrom: number
  readonly nextTo: number
}

/** A shorter text is replaced: it reads better than an edit, which would save a few bytes at the most. */
const SHORTEST_EDITED = 24
/** What an edit takes beside its text: `[1,10,4,""]`. */
const EDIT_BYTES = 11
/** Equal text between two edits that takes less space than a second edit would. */
const SMALLEST_ISLAND = 9
/** A hunk that is shorter on one side is not searched: what an island in it could save is not worth the time. */
const SMALLEST_SEARCHED = 24
/** How finely a hunk is looked at: by lines, then words, then units. A coarser look first keeps long texts cheap. */
const GRAINS: readonly ((text: string) => readonly string[])[] = [lines, words, units]
const LONGEST_BY_UNIT = 2_000

/** The operation between two different texts: splices, or the next text where that is no longer. */
export function diffTexts(base: string, next: string): JsonValue {
  if (next.length < SHORTEST_EDITED) return next
  const hunk = trimmed(base, next, { from: 0, to: base.length, nextFrom: 0, nextTo: next.length })
  if (hunk.nextTo - hunk.nextFrom + EDIT_BYTES > next.length + 2) return next
  const edit: (string | number)[] = [TEXT]
  for (const { from, to, nextFrom, nextTo } of hasIsland(hunk) ? refined(base, next, hunk) : [hunk]) {
    edit.push(from, to - from, next.slice(nextFrom, nextTo))
  }
  const bytes = sizeBytes(edit)
  // The text takes at least its units and two quotes; only where that is close, its escapes are counted.
  return bytes <= next.length + 2 || bytes <= quotedByteLength(next) ? assembleArray(edit) : next
}

/** Whether there may be so much common text inside a hunk that it is worth looking for. */
function hasIsland(hunk: Hunk): boolean {
  return Math.min(hunk.to - hunk.from, hunk.nextTo - hunk.nextFrom) >= SMALLEST_SEARCHED
}

function refined(base: string, next: string, hunk: Hunk): readonly Hunk[] {
  const hunks: Hunk[] = []
  refine(base, next, hunk, 0, hunks)
  return joined(hunks)
}

/** Looks for common text inside a hunk, more and more finely; what has none is one edit. */
function refine(base: string, next: string, hunk: Hunk, grain: number, into: Hunk[]): void {
  const split = GRAINS[grain]
  const tooLong = split === units && Math.min(hunk.to - hunk.from, hunk.nextTo - hunk.nextFrom) > LONGEST_BY_UNIT
  if (split === undefined || tooLong || !hasIsland(hunk)) {
    into.push(hunk)
    return
  }
  const left = split(base.slice(hunk.from, hunk.to))
  const right = split(next.slice(hunk.nextFrom, hunk.nextTo))
  const symbols = new Symbols()
  const sources =
    left.length === 1 || right.length === 1
      ? undefined
      : commonSubsequence(symbols.sequence(left), symbols.sequence(right), symbols.size)
  if (sources === undefined) return refine(base, next, hunk, grain + 1, into)
  for (const inner of hunksBetween(left, right, sources, hunk)) refine(base, next, trimmed(base, next, inner), grain + 1, into)
}

/** What lies between common tokens, in units of the texts. */
function* hunksBetween(left: readonly string[], right: readonly string[], sources: Int32Array, within: Hunk): Generator<Hunk> {
  const leftEnds = endsOf(left, within.from)
  const rightEnds = endsOf(right, within.nextFrom)
  let from = within.from
  let nextFrom = within.nextFrom
  for (let at = 0; at <= right.length; at++) {
    const source = at === right.length ? left.length : (sources[at] as number)
    if (source < 0) continue
    const to = source === 0 ? within.from : (leftEnds[source - 1] as number)
    const nextTo = at === 0 ? within.nextFrom : (rightEnds[at - 1] as number)
    if (to > from || nextTo > nextFrom) yield { from, to, nextFrom, nextTo }
    from = leftEnds[source] ?? to
    nextFrom = rightEnds[at] ?? nextTo
  }
}

function endsOf(tokens: readonly string[], start: number): Int32Array {
  let end = start
  const ends = new Int32Array(tokens.length)
  for (let at = 0; at < tokens.length; at++) ends[at] = end += (tokens[at] as string).length
  return ends
}

/** The hunk without the text that both sides begin and end with, never cutting a surrogate pair. */
function trimmed(base: string, next: string, hunk: Hunk): Hunk {
  let { from, to, nextFrom, nextTo } = hunk
  while (from < to && nextFrom < nextTo && base.charCodeAt(from) === next.charCodeAt(nextFrom)) {
    from++
    nextFrom++
  }
  if (from > hunk.from && (cutsPair(base, from) || cutsPair(next, nextFrom))) {
    from--
    nextFrom--
  }
  while (to > from && nextTo > nextFrom && base.charCodeAt(to - 1) === next.charCodeAt(nextTo - 1)) {
    to--
    nextTo--
  }
  if (to < hunk.to && (cutsPair(base, to) || cutsPair(next, nextTo))) {
    to++
    nextTo++
  }
  return { from, to, nextFrom, nextTo }
}

/** Hunks with too little between them become one. */
function joined(hunks: readonly Hunk[]): readonly Hunk[] {
  const result: Hunk[] = []
  for (const hunk of hunks) {
    const last = result.at(-1)
    if (last === undefined || hunk.from - last.to >= SMALLEST_ISLAND) result.push(hunk)
    else result[result.length - 1] = { ...hunk, from: last.from, nextFrom: last.nextFrom }
  }
  return result
}

function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? []
}

function words(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu) ?? []
}

/** Whole characters: no edit may cut a surrogate pair. */
function units(text: string): readonly string[] {
  return Array.from(text)
}
