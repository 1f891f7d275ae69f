import { assembleArray, type JsonValue } from '../json/index.ts'
import { IDENTITY, INSERT, LIST, MOVE, REMOVE, REMOVE_RUN } from './delta.ts'
import type { BasePiece, Piece } from './list-pieces.ts'

/** The edit that makes these pieces of a base of known length (or Infinity); the identity when they are the base itself. */
export function editOf(pieces: readonly Piece[], length: number): JsonValue {
  const tokens = editTokens(pieces, 0, length)
  return tokens.length === 0 ? IDENTITY : [LIST, ...tokens]
}

/** Indexes and operations that make these pieces of the base's elements from `start` to `end` (or Infinity). */
export function editTokens(pieces: readonly Piece[], start: number, end: number): readonly JsonValue[] {
  const writer = new EditWriter(pieces, start)
  for (const piece of pieces) writer.take(piece)
  return writer.finish(end)
}

class EditWriter {
  readonly #tokens: JsonValue[] = []
  /** Moved elements and how they change on the way. */
  readonly #moved = new Map<number, JsonValue | undefined>()
  /** Where they stood, ascending, and the next one that the base's order comes to. */
  readonly #order: readonly number[]
  #nextMoved = 0
  /** What arrives where the base's order has got to. */
  #arriving: JsonValue[][] = []
  #cursor: number

  constructor(pieces: readonly Piece[], start: number) {
    this.#cursor = start
    for (const piece of pieces) if ('from' in piece && piece.moved) this.#moved.set(piece.from, piece.operation)
    this.#order = [...this.#moved.keys()].toSorted((left, right) => left - right)
  }

  take(piece: Piece): void {
    if ('values' in piece) this.#arrive(INSERT, piece.values)
    else if (piece.moved) this.#arrive(MOVE, [piece.from])
    else this.#keep(piece)
  }

  finish(end: number): readonly JsonValue[] {
    if (end === Infinity) this.#place()
    else this.#leave(end)
    return this.#tokens
  }

  #arrive(tag: number, items: readonly JsonValue[]): void {
    const last = this.#arriving.at(-1)
    if (last?.[0] !== tag) this.#arriving.push([tag, ...items])
    else for (const item of items) last.push(item)
  }

  #keep(piece: BasePiece): void {
    this.#leave(piece.from)
    if (piece.operation !== undefined) this.#tokens.push(piece.from, piece.operation)
    this.#cursor = piece.from + piece.count
  }

  /** Places what has arrived, and goes on to an index past elements that were removed or moved away. */
  #leave(to: number): void {
    this.#place()
    // From one moved element to the next: a delta from outside may name indexes that no loop should count up to.
    for (; this.#nextMoved < this.#order.length; this.#nextMoved++) {
      const at = this.#order[this.#nextMoved] as number
      if (at >= to) break
      this.#remove(this.#cursor, at - this.#cursor)
      this.#cursor = at + 1
      const change = this.#moved.get(at)
      if (change !== undefined) this.#tokens.push(at, change)
    }
    this.#remove(this.#cursor, to - this.#cursor)
    this.#cursor = to
  }

  #place(): void {
    for (const operation of this.#arriving) this.#tokens.push(this.#cursor, assembleArray(operation))
    this.#arriving = []
  }

  #remove(at: number, count: number): void {
    if (count === 1) this.#tokens.push(at, REMOVE)
    else if (count > 1) this.#tokens.push(at, assembleArray([REMOVE_RUN, count]))
  }
}
