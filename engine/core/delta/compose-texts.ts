import type { JsonArray, JsonValue, PathSegment } from '../json/index.ts'
import { IDENTITY, TEXT } from './delta.ts'
import { readSplices, type Splice } from './text-edit.ts'

/** A run of the base, or inserted text. The last run of a text whose length is not known is infinite. */
type TextPiece = { readonly from: number; readonly count: number } | string

/** The edit that does what two edits do one after the other; the identity when they cancel each other. */
export function composeTexts(first: JsonArray, second: JsonArray, path: readonly PathSegment[]): JsonValue {
  const middle = piecesOf(readSplices(first, Infinity, path))
  const result: TextPiece[] = []
  let at = 0
  let offset = 0
  /** Takes (or drops) so many units of the middle text. */
  const pass = (units: number, keep: boolean): void => {
    let left = units
    while (left > 0 && at < middle.length) {
      const piece = middle[at] as TextPiece
      const length = lengthOf(piece)
      const taken = Math.min(left, length - offset)
      if (keep) result.push(cut(piece, offset, taken))
      left -= taken
      offset += taken
      if (offset === length) {
        at++
        offset = 0
      }
    }
  }
  let cursor = 0
  for (const splice of readSplices(second, Infinity, path)) {
    pass(splice.at - cursor, true)
    pass(splice.deleted, false)
    if (splice.inserted !== '') result.push(splice.inserted)
    cursor = splice.at + splice.deleted
  }
  pass(Infinity, true)
  return editOf(result)
}

function piecesOf(splices: readonly Splice[]): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let cursor = 0
  for (const { at, deleted, inserted } of splices) {
    if (at > cursor) pieces.push({ from: cursor, count: at - cursor })
    if (inserted !== '') pieces.push(inserted)
    cursor = at + deleted
  }
  return [...pieces, { from: cursor, count: Infinity }]
}

function lengthOf(piece: TextPiece): number {
  return typeof piece === 'string' ? piece.length : piece.count
}

function cut(piece: TextPiece, from: number, count: number): TextPiece {
  return typeof piece === 'string' ? piece.slice(from, from + count) : { from: piece.from + from, count }
}

function editOf(pieces: readonly TextPiece[]): JsonValue {
  const edit: JsonValue[] = [TEXT]
  let cursor = 0
  let inserted = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      inserted += piece
      continue
    }
    if (piece.from > cursor || inserted !== '') edit.push(cursor, piece.from - cursor, inserted)
    inserted = ''
    cursor = piece.from + piece.count
  }
  return edit.length === 1 ? IDENTITY : edit
}
