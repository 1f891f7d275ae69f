import { encodePointer, ensureAdmitted, type JsonArray, type JsonObject, type JsonValue, type PathSegment } from '../json/index.ts'
import { badDelta, editTag, isArray, isObject, isRemoval, isScalar, replacement, TEXT, type Delta } from './delta.ts'
import type { JsonPatchOperation } from './json-patch-operation.ts'
import { readListEdit } from './list-edit.ts'
import { listSteps } from './list-steps.ts'
import { patchValue } from './patch.ts'

/** The delta as a JSON patch (RFC 6902) with pointers into `base`; empty when there is no delta. Throws E_DELTA when it does not fit. */
export function toJsonPatch(base: JsonValue, delta: Delta | undefined): readonly JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = []
  if (delta !== undefined) collect(ensureAdmitted(base), ensureAdmitted(delta), [], operations)
  return operations
}

function collect(base: JsonValue, operation: JsonValue, path: PathSegment[], into: JsonPatchOperation[]): void {
  const replaced = isScalar(operation) ? operation : replacement(operation)
  if (replaced !== undefined) into.push({ op: 'replace', path: encodePointer(path), value: replaced })
  else if (isObject(operation)) collectMembers(base, operation, path, into)
  else if (editTag(operation as JsonArray) === TEXT)
    into.push({ op: 'replace', path: encodePointer(path), value: patchValue(base, operation, path) })
  else collectList(base, operation as JsonArray, path, into)
}

function collectMembers(base: JsonValue, operations: JsonObject, path: PathSegment[], into: JsonPatchOperation[]): void {
  for (const name of Object.keys(operations)) {
    const operation = operations[name] as JsonValue
    if (!isObject(base)) throw badDelta('changes members of what is no object', path)
    const known = Object.hasOwn(base, name)
    path.push(name)
    if (isRemoval(operation)) {
      if (known) into.push({ op: 'remove', path: encodePointer(path) })
    } else if (known) collect(base[name] as JsonValue, operation, path, into)
    else into.push({ op: 'add', path: encodePointer(path), value: added(operation, path) })
    path.pop()
  }
}

function added(operation: JsonValue, path: PathSegment[]): JsonValue {
  const value = isScalar(operation) ? operation : replacement(operation)
  if (value === undefined) throw badDelta('changes a member that is not there', path)
  return value
}

/** Elements change where they stand; then they are removed, moved and inserted, one at a time. */
function collectList(base: JsonValue, edit: JsonArray, path: PathSegment[], into: JsonPatchOperation[]): void {
  if (!isArray(base) || editTag(edit) === undefined) throw badDelta('edits as a list what is none', path)
  for (const [at, operation] of readListEdit(edit, base.length, path).changes) {
    path.push(at)
    collect(base[at] as JsonValue, operation, path, into)
    path.pop()
  }
  const list = encodePointer(path)
  for (const step of listSteps(edit, base.length, path)) {
    if (step.type === 'remove') into.push({ op: 'remove', path: `${list}/${step.at}` })
    else if (step.type === 'move') into.push({ op: 'move', from: `${list}/${step.from}`, path: `${list}/${step.at}` })
    else into.push({ op: 'add', path: `${list}/${step.at}`, value: step.value })
  }
}
