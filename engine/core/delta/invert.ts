import {
  admitParsed,
  ensureAdmitted,
  NO_JSON_LIMITS,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'
import {
  badDelta,
  editTag,
  IDENTITY,
  isArray,
  isObject,
  isRemoval,
  isScalar,
  REMOVE,
  replacement,
  whole,
  TEXT,
  type Delta,
} from './delta.ts'
import { piecesOf, type BasePiece, type Piece } from './list-pieces.ts'
import { readSplices } from './text-edit.ts'
import { editOf } from './write-list-edit.ts'

/** The delta that leads back: patch(patch(base, delta), invert(base, delta)) equals base. Throws E_DELTA when it does not fit. */
export function invert(base: JsonValue, delta: Delta): Delta {
  return admitParsed(invertValue(ensureAdmitted(base), ensureAdmitted(delta), []), NO_JSON_LIMITS) as Delta
}

function invertValue(base: JsonValue, operation: JsonValue, path: PathSegment[]): JsonValue {
  if (isScalar(operation) || replacement(operation) !== undefined) return whole(base)
  if (!isArray(operation)) return invertObject(base, operation, path)
  const tag = editTag(operation)
  if (tag === undefined) throw badDelta('has an unknown operation', path)
  return tag === TEXT ? invertText(base, operation, path) : invertList(base, operation, path)
}

function invertObject(base: JsonValue, operations: JsonObject, path: PathSegment[]): JsonValue {
  const names = Object.keys(operations)
  if (names.length === 0) return IDENTITY
  if (!isObject(base)) throw badDelta('changes members of what is no object', path)
  const inverse: Record<string, JsonValue> = {}
  for (const name of names) {
    const operation = operations[name] as JsonValue
    if (!Object.hasOwn(base, name)) {
      // Removing what was not there changed nothing.
      if (!isRemoval(operation)) inverse[name] = REMOVE
      continue
    }
    path.push(name)
    const before = base[name] as JsonValue
    inverse[name] = isRemoval(operation) ? whole(before) : invertValue(before, operation, path)
    path.pop()
  }
  return inverse
}

function invertText(base: JsonValue, edit: JsonArray, path: PathSegment[]): JsonValue {
  if (typeof base !== 'string') throw badDelta('edits as text what is none', path)
  let shift = 0
  return [
    TEXT,
    ...readSplices(edit, base.length, path).flatMap(({ at, deleted, inserted }) => {
      const splice = [at + shift, inserted.length, base.slice(at, at + deleted)]
      shift += inserted.length - deleted
      return splice
    }),
  ]
}

function invertList(base: JsonValue, edit: JsonArray, path: PathSegment[]): JsonValue {
  if (!isArray(base)) throw badDelta('edits as a list what is none', path)
  const placed: { readonly piece: BasePiece; readonly at: number }[] = []
  let length = 0
  for (const piece of piecesOf(edit, base.length, path)) {
    if ('from' in piece) placed.push({ piece, at: length })
    length += 'from' in piece ? piece.count : piece.values.length
  }
  placed.sort((left, right) => left.piece.from - right.piece.from)
  return editOf(inversePieces(base, placed, path), length)
}

/** What the base is made of, seen from the edited list: elements found there, and those that it lacks. */
function inversePieces(
  base: JsonArray,
  placed: readonly { readonly piece: BasePiece; readonly at: number }[],
  path: PathSegment[],
): readonly Piece[] {
  const pieces: Piece[] = []
  let cursor = 0
  for (const { piece, at } of placed) {
    if (piece.from > cursor) pieces.push({ values: base.slice(cursor, piece.from) })
    pieces.push({ from: at, count: piece.count, operation: inverseChange(base, piece, path), moved: piece.moved })
    cursor = piece.from + piece.count
  }
  if (cursor < base.length) pieces.push({ values: base.slice(cursor) })
  return pieces
}

function inverseChange(base: JsonArray, piece: BasePiece, path: PathSegment[]): JsonValue | undefined {
  if (piece.operation === undefined) return undefined
  path.push(piece.from)
  const inverse = invertValue(base[piece.from] as JsonValue, piece.operation, path)
  path.pop()
  return inverse
}
