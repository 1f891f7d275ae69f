import type { Piece } from './list-pieces.ts'

/** Finds the pieces of a list by position, in logarithmic time. */
export class PieceIndex {
  readonly #pieces: readonly Piece[]
  readonly #starts: number[] = []

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces
    let start = 0
    for (const piece of pieces) {
      this.#starts.push(start)
      start += 'values' in piece ? piece.values.length : piece.count
    }
  }

  /** The pieces that make up `count` elements (or, with Infinity, all) from a position on, the outer ones cut to measure. */
  slice(from: number, count: number): readonly Piece[] {
    const parts: Piece[] = []
    const end = from + count
    for (let at = this.#find(from); at < this.#pieces.length && (this.#starts[at] as number) < end; at++) {
      const start = this.#starts[at] as number
      parts.push(cut(this.#pieces[at] as Piece, Math.max(0, from - start), end - start))
    }
    return parts
  }

  /** The piece that holds a position. */
  #find(position: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] as number) <= position) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** The part of a piece from an element on, up to another (exclusive, perhaps beyond its end). */
function cut(piece: Piece, from: number, to: number): Piece {
  if ('values' in piece) return { values: piece.values.slice(from, to) }
  const count = Math.min(piece.count, to) - from
  return from === 0 && count === piece.count ? piece : { ...piece, from: piece.from + from, count }
}
