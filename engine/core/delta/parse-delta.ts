import {
  admitJson,
  DEFAULT_JSON_LIMITS,
  type JsonArray,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'
import { badDelta, editTag, isArray, isRemoval, isScalar, TEXT, type Delta } from './delta.ts'
import { readListEdit } from './list-edit.ts'
import { readSplices } from './text-edit.ts'

/**
 * Checks a delta from outside completely, but for whether it fits its base, which patch and applySealed check. `limits`
 * are those of documents; a delta may be somewhat larger. Throws E_DELTA and whatever admitJson throws.
 */
export function parseDelta(value: unknown, limits: JsonLimits = DEFAULT_JSON_LIMITS): Delta {
  const delta = admitJson(value, limitsOfDeltas(limits))
  checkOperation(delta, [])
  return delta as Delta
}

/** A delta is no larger than `[next]`, but may name members that it removes and wraps values in operations. */
function limitsOfDeltas(limits: JsonLimits): JsonLimits {
  return {
    ...limits,
    maxBytes: limits.maxBytes + 2,
    maxFields: 2 * limits.maxFields,
    // A list's edit holds an insertion that holds the value.
    maxDepth: limits.maxDepth + 2,
  }
}

/** Where nothing may be removed: at the root. */
function checkOperation(operation: JsonValue, path: PathSegment[]): void {
  if (isScalar(operation)) return
  if (!isArray(operation)) {
    checkMembers(operation, path)
    return
  }
  if (operation.length === 1) return
  const tag = editTag(operation)
  if (tag === undefined) throw badDelta(isRemoval(operation) ? 'removes the whole document' : 'has an unknown operation', path)
  if (tag === TEXT) checkText(operation, path)
  else checkList(operation, path)
}

function checkMembers(operations: JsonObject, path: PathSegment[]): void {
  for (const name of Object.keys(operations)) {
    const operation = operations[name] as JsonValue
    path.push(name)
    if (!isRemoval(operation)) checkOperation(operation, path)
    path.pop()
  }
}

function checkText(edit: JsonArray, path: PathSegment[]): void {
  readSplices(edit, Infinity, path)
}

function checkList(edit: JsonArray, path: PathSegment[]): void {
  for (const [at, operation] of readListEdit(edit, Infinity, path).changes) {
    path.push(at)
    checkOperation(operation, path)
    path.pop()
  }
}
