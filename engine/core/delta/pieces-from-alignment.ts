import type { JsonArray, JsonValue } from '../json/index.ts'
import type { Alignment } from './align.ts'
import type { Piece } from './list-pieces.ts'
import { longestIncreasing } from './longest-increasing.ts'
import { isPaired, pairUnmatched, sourceOf, UNMATCHED } from './pair-unmatched.ts'

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
    const paired = isPaired(source)
    const from = sourceOf(source)
    const operation = (paired ? diffPaired : diffMatched)(base[from] as JsonValue, after)
    pieces.push({ from: start + from, count: 1, operation, moved: !paired && stays[at] === 0 })
  }
  return pieces
}
