import { isArray, isObject, isScalar, whole } from '../../core/delta/delta.ts'
import { diffLists } from '../../core/delta/diff-lists.ts'
import { piecesOf } from '../../core/delta/list-pieces.ts'
import { equalJson, type JsonArray, type JsonObject, type JsonValue } from '../../core/json/index.ts'
import { LineCollector, type Path } from './line-collector.ts'

/**
 * How two values differ, line by line, for a person. A delta is made to be small and replaces what is cheaper to send
 * whole; here every container that both sides have is opened, down to the leaves. // V-64
 */
export function diffLines(before: JsonValue, after: JsonValue): LineCollector {
  const collector = new LineCollector()
  compare(collector, before, after, [])
  return collector
}

function compare(collector: LineCollector, before: JsonValue, after: JsonValue, path: Path): void {
  if (collector.truncated || equalJson(before, after)) return
  if (isObject(before) && isObject(after)) compareMembers(collector, before, after, path)
  else if (isArray(before) && isArray(after)) compareElements(collector, before, after, path)
  else collector.add({ path, change: kindOf(before) === kindOf(after) ? 'changed' : 'type', before, after })
}

function compareMembers(collector: LineCollector, before: JsonObject, after: JsonObject, path: Path): void {
  for (const name of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const old = memberOf(before, name)
    const now = memberOf(after, name)
    if (old !== undefined && now !== undefined) compare(collector, old, now, [...path, name])
    else if (now !== undefined) collector.leaves('added', now, [...path, name])
    else if (old !== undefined) collector.leaves('removed', old, [...path, name])
  }
}

/** The engine's own alignment says which element is which; what happened within one is looked at here. */
function compareElements(collector: LineCollector, before: JsonArray, after: JsonArray, path: Path): void {
  const edit = diffLists(before, after, (old, now) => (equalJson(old, now) ? undefined : whole(now)))
  if (edit === undefined) return
  const pieces = piecesOf(edit.operation, before.length, path)
  const kept = new Set(pieces.flatMap((piece) => ('from' in piece ? range(piece.from, piece.count) : [])))
  before.forEach((element, index) => {
    if (!kept.has(index)) collector.leaves('removed', element, [...path, index])
  })
  let place = 0
  for (const piece of pieces) {
    if ('values' in piece) {
      for (const value of piece.values) collector.leaves('added', value, [...path, place++])
      continue
    }
    if (piece.moved) collector.add({ path: [...path, place], change: 'moved', from: [...path, piece.from] })
    const [old, now] = [before[piece.from], after[place]]
    if (piece.operation !== undefined && old !== undefined && now !== undefined) compare(collector, old, now, [...path, place])
    place += piece.count
  }
}

function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function kindOf(value: JsonValue): string {
  if (isScalar(value)) return value === null ? 'null' : typeof value
  return isArray(value) ? 'array' : 'object'
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, offset) => from + offset)
}
