import type { JsonArray, JsonValue } from '../json/index.ts'
import type { Alignment } from './align.ts'
import type { Piece } from './list-pieces.ts'
import { longestIncreasing } from './longest-increasing.ts'

const UNMATCHED = -1
/** The old index of a paired element is kept as `PAIRED - index`, below every other number. */
const PAIRED = -2

export interface AlignedLists {
  readonly base: JsonArray
  readonly next: JsonArray
  /** The index in the whole list of the first element of `base`. */
  readonly start: number
  /** The change of an element that was recognised. */
  readonly diffMatched: (before: JsonValue, after: JsonValue) => JsonValue | undefined
  /** The change of an element into one that was not recognised but stands in its place. */
  readonly diffPaired: (before: JsonValue, after: JsonValue) => JsonValue | undefined
}

/** Turns an alignment into pieces: as many recognised elements as possible stay, the others move. */
export function piecesFrom(alignment: Alignment, lists: AlignedLists): readonly Piece[] {
  const stays = longestIncreasing(alignment)
  pairUnmatched(alignment, stays, lists.base.length)
  const { base, next, start, diffMatched, diffPaired } = lists
  const pieces: Piece[] = []
  for (let at = 0; at < alignment.length; at++) {
    const source = alignment[at] as number
    const after = next[at] as JsonValue
    if (source === UNMATCHED) {
      pieces.push({ values: [after] })
      continue
    }
    const paired = source < UNMATCHED
    const from = paired ? PAIRED - source : source
    const operation = (paired ? diffPaired : diffMatched)(base[from] as JsonValue, after)
    pieces.push({ from: start + from, count: 1, operation, moved: !paired && stays[at] === 0 })
  }
  return pieces
}

/** Between two elements that stay, the first unrecognised old element gives way to the first unrecognised new one, and so on. */
export function pairUnmatched(alignment: Alignment, stays: Uint8Array, baseLength: number): void {
  const recognised = new Uint8Array(baseLength)
  for (const source of alignment) if (source >= 0) recognised[source] = 1
  const limits = nextStay(alignment, stays, baseLength)
  let candidate = 0
  for (let at = 0; at < alignment.length; at++) {
    if (stays[at] === 1) candidate = (alignment[at] as number) + 1
    if (alignment[at] !== UNMATCHED) continue
    const limit = limits[at] as number
    while (candidate < limit && recognised[candidate] === 1) candidate++
    if (candidate < limit) alignment[at] = PAIRED - candidate++
  }
}

/** For each new element, the old index of the first element at or after it that stays. */
function nextStay(alignment: Alignment, stays: Uint8Array, baseLength: number): Int32Array {
  const limits = new Int32Array(alignment.length)
  let limit = baseLength
  for (let at = alignment.length - 1; at >= 0; at--) {
    if (stays[at] === 1) limit = alignment[at] as number
    limits[at] = limit
  }
  return limits
}
