import { commonSubsequence } from './common-subsequence.ts'
import { Symbols } from './symbols.ts'
import { cutsPair } from './text-edit.ts'

/** A part of the base that gives way to a part of the next text; offsets in UTF-16 units, ends exclusive. */
export interface Hunk {
  readonly from: number
  readonly to: number
  readonly nextFrom: number
  readonly nextTo: number
}

/** How fine hunks are wanted: for a small delta coarse ones, for a merge fine ones. */
export interface Grain {
  /** A hunk with fewer units on one side is not searched for common text. */
  readonly smallestSearched: number
  /** Whether so many units of common text keep two hunks apart. */
  readonly separates: (units: number, before: Hunk, after: Hunk) => boolean
}

/** How finely a hunk is looked at: by lines, then words, then units. A coarser look first keeps long texts cheap. */
const SPLITS: readonly ((text: string) => readonly string[])[] = [lines, words, units]
const LONGEST_BY_UNIT = 2_000

/** What lies between the common start and the common end of two texts. */
export function hunkBetween(base: string, next: string): Hunk {
  return trimmed(base, next, { from: 0, to: base.length, nextFrom: 0, nextTo: next.length })
}

/** The hunks that a hunk falls into when it has common text inside, ascending and disjoint. */
export function hunksWithin(base: string, next: string, hunk: Hunk, grain: Grain): readonly Hunk[] {
  return mayHoldIsland(hunk, grain) ? new HunkSearch(base, next, grain).within(hunk) : [hunk]
}

/** Whether there may be so much common text inside a hunk that it is worth looking for. */
function mayHoldIsland(hunk: Hunk, { smallestSearched }: Grain): boolean {
  return Math.min(hunk.to - hunk.from, hunk.nextTo - hunk.nextFrom) >= smallestSearched
}

class HunkSearch {
  readonly #base: string
  readonly #next: string
  readonly #grain: Grain
  readonly #hunks: Hunk[] = []

  constructor(base: string, next: string, grain: Grain) {
    this.#base = base
    this.#next = next
    this.#grain = grain
  }

  within(hunk: Hunk): readonly Hunk[] {
    this.#refine(hunk, 0)
    return joined(this.#hunks, this.#grain)
  }

  /** Looks for common text inside a hunk, more and more finely; what has none is one hunk. */
  #refine(hunk: Hunk, level: number): void {
    const split = SPLITS[level]
    const tooLong = split === units && Math.min(hunk.to - hunk.from, hunk.nextTo - hunk.nextFrom) > LONGEST_BY_UNIT
    if (split === undefined || tooLong || !mayHoldIsland(hunk, this.#grain)) {
      this.#hunks.push(hunk)
      return
    }
    const left = split(this.#base.slice(hunk.from, hunk.to))
    const right = split(this.#next.slice(hunk.nextFrom, hunk.nextTo))
    const symbols = new Symbols()
    const sources =
      left.length === 1 || right.length === 1
        ? undefined
        : commonSubsequence(symbols.sequence(left), symbols.sequence(right), symbols.size)
    if (sources === undefined) return this.#refine(hunk, level + 1)
    for (const inner of hunksBetween(left, right, sources, hunk)) this.#refine(trimmed(this.#base, this.#next, inner), level + 1)
  }
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

/** Hunks that too little text keeps apart become one, which may reach back to the hunk before. */
function joined(hunks: readonly Hunk[], { separates }: Grain): readonly Hunk[] {
  const result: Hunk[] = []
  for (const next of hunks) {
    let { from, nextFrom } = next
    const { to, nextTo } = next
    for (let last = result.at(-1); last !== undefined; last = result.at(-1)) {
      if (from > last.to && separates(from - last.to, last, { from, to, nextFrom, nextTo })) break
      from = last.from
      nextFrom = last.nextFrom
      result.pop()
    }
    result.push({ from, to, nextFrom, nextTo })
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
