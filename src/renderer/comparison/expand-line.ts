import type { DiffLine, JsonObject, JsonValue } from '../../shared/contract.ts'
import { equalJson, isObject } from '../editing/equal-json.ts'
import type { PathSegment } from '../format/json-path.ts'

/**
 * An object that was stored anew as a whole, told as what changed inside it: the shortest delta is not always the one
 * that a person reads best. Lists stay whole; any other line stays as it is.
 */
export function expandLine(line: DiffLine): readonly DiffLine[] {
  const { before, after } = line
  return line.change === 'changed' && isObject(before) && isObject(after) ? compareObjects(line.path, before, after) : [line]
}

function compareObjects(path: readonly PathSegment[], before: JsonObject, after: JsonObject): readonly DiffLine[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => compareField([...path, name], own(before, name), own(after, name)))
}

function compareField(
  path: readonly PathSegment[],
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly DiffLine[] {
  if (equalJson(before, after)) return []
  if (before === undefined) return after === undefined ? [] : [{ path, change: 'added', after }]
  if (after === undefined) return [{ path, change: 'removed', before }]
  if (isObject(before) && isObject(after)) return compareObjects(path, before, after)
  return [{ path, change: typeOf(before) === typeOf(after) ? 'changed' : 'type', before, after }]
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
