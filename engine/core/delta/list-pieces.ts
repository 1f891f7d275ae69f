import type { JsonArray, JsonValue, PathSegment } from '../json/index.ts'
import { INSERT } from './delta.ts'
import { readListEdit, type ListEdit } from './list-edit.ts'

/** What a list is made of after an edit, in order: runs of the base's elements, and inserted values. */
export type Piece = BasePiece | InsertedPiece

export interface InsertedPiece {
  readonly values: JsonArray
}

export interface BasePiece {
  readonly from: number
  /** Infinity for the tail of a base whose length is not known. */
  readonly count: number
  /** The change of the one element; undefined when the run is taken as it is. */
  readonly operation: JsonValue | undefined
  /** False when the piece keeps its place in the order of the base. A moved piece has one element. */
  readonly moved: boolean
}

/** Throws E_DELTA when the edit is malformed, or the base is too short for it. */
export function piecesOf(edit: JsonArray, length: number, path: readonly PathSegment[]): Piece[] {
  return arrange(readListEdit(edit, length, path), length)
}

/** The pieces of a list of this length (or Infinity) after an edit that was read for it. */
export function arrange(edit: ListEdit, length: number): Piece[] {
  return new PieceWriter(edit).write(length)
}

class PieceWriter {
  readonly #edit: ListEdit
  readonly #changed: readonly number[]
  readonly #pieces: Piece[] = []
  #cursor = 0
  #gap = 0
  #change = 0

  constructor(edit: ListEdit) {
    this.#edit = edit
    this.#changed = [...edit.changes.keys()]
  }

  write(length: number): Piece[] {
    for (const { at, operation } of this.#edit.placements) {
      this.#advance(at)
      if (operation[0] === INSERT) this.#pieces.push({ values: operation.slice(1) })
      else for (const from of operation.slice(1) as number[]) this.#pushBase(from, 1, true)
    }
    this.#advance(length)
    return this.#pieces
  }

  /** Takes what stays of the base up to an index. */
  #advance(to: number): void {
    while (this.#cursor < to) {
      const gap = this.#edit.gaps[this.#gap]
      const end = Math.min(to, gap?.at ?? to)
      this.#pushKept(this.#cursor, end)
      this.#cursor = end
      if (gap === undefined || gap.at >= to) return
      this.#cursor = gap.at + gap.count
      this.#gap++
    }
  }

  #pushKept(from: number, to: number): void {
    let start = from
    for (; this.#change < this.#changed.length; this.#change++) {
      const at = this.#changed[this.#change] as number
      if (at >= to) break
      // Below `start` lies a moved element, which changes where it arrives.
      if (at < start) continue
      if (at > start) this.#pushBase(start, at - start, false)
      this.#pushBase(at, 1, false)
      start = at + 1
    }
    if (to > start) this.#pushBase(start, to - start, false)
  }

  #pushBase(from: number, count: number, moved: boolean): void {
    this.#pieces.push({ from, count, operation: count === 1 ? this.#edit.changes.get(from) : undefined, moved })
  }
}
