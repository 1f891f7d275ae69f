import {
  assembleArray,
  assembleObject,
  assembleSelection,
  checkLimits,
  ensureAdmitted,
  type JsonArray,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'
import { badDelta, editTag, IDENTITY, isArray, isObject, isRemoval, isScalar, replacement, TEXT, type Delta } from './delta.ts'
import { readListEdit } from './list-edit.ts'
import { arrange, type Piece } from './list-pieces.ts'
import { readSplices, spliceText } from './text-edit.ts'

/**
 * The value that a delta makes of a base: admitted, sharing every part that the delta does not touch. Throws E_DELTA when
 * the delta does not fit, and with limits E_DEPTH or E_TOO_LARGE. To be sure of the base, seal the delta (applySealed).
 */
export function patch(base: JsonValue, delta: Delta, limits?: JsonLimits): JsonValue {
  const next = patchValue(ensureAdmitted(base), ensureAdmitted(delta), [])
  if (limits !== undefined) checkLimits(next, limits)
  return next
}

/** Base and operation are admitted; an operation that removes is the caller's affair. */
export function patchValue(base: JsonValue, operation: JsonValue, path: PathSegment[]): JsonValue {
  if (isScalar(operation)) return operation
  if (!isArray(operation)) return isEmpty(operation) ? base : patchObject(base, operation, path)
  const replaced = replacement(operation)
  if (replaced !== undefined) return replaced
  const tag = editTag(operation)
  if (tag === undefined) throw badDelta('has an unknown operation', path)
  return tag === TEXT ? patchText(base, operation, path) : patchList(base, operation, path)
}

function patchObject(base: JsonValue, operations: JsonObject, path: PathSegment[]): JsonObject {
  if (!isObject(base)) throw badDelta('changes members of what is no object', path)
  const members: Record<string, JsonValue> = { ...base }
  const removed = new Set<string>()
  let added = false
  for (const name of Object.keys(operations)) {
    const operation = operations[name] as JsonValue
    if (isRemoval(operation)) {
      removed.add(name)
      continue
    }
    added ||= !Object.hasOwn(base, name)
    members[name] = patchMember(base, name, operation, path)
  }
  const left = removed.size === 0 ? members : without(members, removed)
  // Only a new name can be out of place.
  return added ? assembleObject(left) : assembleSelection(left, base)
}

function patchMember(base: JsonObject, name: string, operation: JsonValue, path: PathSegment[]): JsonValue {
  const replaced = replacement(operation)
  if (replaced !== undefined) return replaced
  path.push(name)
  if (!Object.hasOwn(base, name)) throw badDelta('changes a member that is not there', path)
  const next = patchValue(base[name] as JsonValue, operation, path)
  path.pop()
  return next
}

/** A copy: members deleted in place would leave the object in the slow form of a dictionary. */
function without(members: JsonObject, removed: ReadonlySet<string>): Record<string, JsonValue> {
  const kept: Record<string, JsonValue> = {}
  for (const name of Object.keys(members)) if (!removed.has(name)) kept[name] = members[name] as JsonValue
  return kept
}

function patchText(base: JsonValue, edit: JsonArray, path: PathSegment[]): string {
  if (typeof base !== 'string') throw badDelta('edits as text what is none', path)
  return spliceText(base, readSplices(edit, base.length, path), path)
}

function patchList(base: JsonValue, edit: JsonArray, path: PathSegment[]): JsonArray {
  if (!isArray(base)) throw badDelta('edits as a list what is none', path)
  const read = readListEdit(edit, base.length, path)
  if (read.placements.length === 0 && read.gaps.length === 0) return changedInPlace(base, read.changes, path)
  const items: JsonValue[] = []
  for (const piece of arrange(read, base.length)) takePiece(items, base, piece, path)
  return assembleArray(items)
}

function changedInPlace(base: JsonArray, changes: ReadonlyMap<number, JsonValue>, path: PathSegment[]): JsonArray {
  // Spreading copies a frozen array as one block; `slice` takes it apart.
  const items = [...base]
  for (const [at, operation] of changes) items[at] = patchElement(base, at, operation, path)
  return assembleArray(items)
}

function patchElement(base: JsonArray, at: number, operation: JsonValue, path: PathSegment[]): JsonValue {
  path.push(at)
  const next = patchValue(base[at] as JsonValue, operation, path)
  path.pop()
  return next
}

function takePiece(items: JsonValue[], base: JsonArray, piece: Piece, path: PathSegment[]): void {
  if ('values' in piece) {
    for (const value of piece.values) items.push(value)
    return
  }
  const { from, count, operation } = piece
  if (operation === undefined) {
    for (let at = from; at < from + count; at++) items.push(base[at] as JsonValue)
    return
  }
  items.push(patchElement(base, from, operation, path))
}

function isEmpty(operations: JsonObject): boolean {
  return operations === IDENTITY || Object.keys(operations).length === 0
}
