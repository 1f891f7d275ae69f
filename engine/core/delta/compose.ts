import {
  admitParsed,
  ensureAdmitted,
  NO_JSON_LIMITS,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'
import { composeTexts } from './compose-texts.ts'
import {
  badDelta,
  editTag,
  IDENTITY,
  isArray,
  isObject,
  isRemoval,
  isScalar,
  replacement,
  whole,
  TEXT,
  type Delta,
} from './delta.ts'
import { piecesOf, type Piece } from './list-pieces.ts'
import { patchValue } from './patch.ts'
import { PieceIndex } from './piece-index.ts'
import { editOf } from './write-list-edit.ts'

/** One delta for two that follow one another: patch(x, compose(a, b)) equals patch(patch(x, a), b). Throws E_DELTA when they do not follow. */
export function compose(first: Delta, second: Delta): Delta {
  return admitParsed(composeValues(ensureAdmitted(first), ensureAdmitted(second), []), NO_JSON_LIMITS) as Delta
}

/** Neither operation removes. The identity comes out when they cancel each other. */
function composeValues(first: JsonValue, second: JsonValue, path: PathSegment[]): JsonValue {
  if (isScalar(second) || replacement(second) !== undefined || isIdentity(first)) return second
  if (isIdentity(second)) return first
  const replaced = replacement(first)
  if (replaced !== undefined) return whole(patchValue(replaced, second, path))
  if (isObject(first) && isObject(second)) return composeObjects(first, second, path)
  if (!isArray(first) || !isArray(second) || editTag(first) === undefined || editTag(first) !== editTag(second)) {
    throw badDelta('does not follow the one before it', path)
  }
  return editTag(first) === TEXT ? composeTexts(first, second, path) : composeLists(first, second, path)
}

function composeObjects(first: JsonObject, second: JsonObject, path: PathSegment[]): JsonObject {
  const operations: Record<string, JsonValue> = { ...first }
  for (const name of Object.keys(second)) {
    path.push(name)
    operations[name] = composeMembers(Object.hasOwn(first, name) ? first[name] : undefined, second[name] as JsonValue, path)
    path.pop()
  }
  // A member whose edits cancel out is not mentioned; but for one that is replaced by an empty object, which is wrapped.
  for (const name of Object.keys(operations)) if (isIdentity(operations[name] as JsonValue)) delete operations[name]
  return operations
}

function composeMembers(first: JsonValue | undefined, second: JsonValue, path: PathSegment[]): JsonValue {
  if (first === undefined || isRemoval(second)) return second
  if (isIdentity(second)) return first
  if (!isRemoval(first)) return composeValues(first, second, path)
  if (isScalar(second) || replacement(second) !== undefined) return second
  throw badDelta('changes a member that the one before it removes', path)
}

function composeLists(first: JsonArray, second: JsonArray, path: PathSegment[]): JsonValue {
  const middle = new PieceIndex(piecesOf(first, Infinity, path))
  const pieces: Piece[] = []
  for (const piece of piecesOf(second, Infinity, path)) {
    if ('values' in piece) pieces.push(piece)
    else if (piece.operation === undefined)
      for (const part of middle.slice(piece.from, piece.count)) pieces.push(movedToo(part, piece.moved))
    else pieces.push(changed(middle.slice(piece.from, 1)[0], piece.operation, piece.moved, [...path, piece.from]))
  }
  return editOf(pieces, Infinity)
}

function movedToo(part: Piece, moved: boolean): Piece {
  return 'values' in part || part.moved || !moved ? part : { ...part, moved }
}

function changed(part: Piece | undefined, operation: JsonValue, moved: boolean, path: PathSegment[]): Piece {
  if (part === undefined) throw badDelta('changes an element that is not there', path)
  if ('values' in part) return { values: [patchValue(part.values[0] as JsonValue, operation, path)] }
  const both = part.operation === undefined ? operation : composeValues(part.operation, operation, path)
  return { from: part.from, count: 1, operation: isIdentity(both) ? undefined : both, moved: part.moved || moved }
}

function isIdentity(operation: JsonValue): boolean {
  return operation === IDENTITY || (isObject(operation) && Object.keys(operation).length === 0)
}
