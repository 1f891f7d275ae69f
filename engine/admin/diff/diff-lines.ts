import { editTag, isArray, isObject, isRemoval, isScalar, LIST, replacement } from '../../core/delta/delta.ts'
import type { Delta } from '../../core/delta/index.ts'
import { piecesOf } from '../../core/delta/list-pieces.ts'
import type { JsonArray, JsonObject, JsonValue } from '../../core/json/index.ts'
import { LineCollector, type Path } from './line-collector.ts'

/** What a delta does to a value, line by line, in the order in which a person reads the new value. */
export function diffLines(base: JsonValue, next: JsonValue, delta: Delta | undefined): LineCollector {
  const collector = new LineCollector()
  if (delta !== undefined) new DeltaReader(collector).read({ base, next, operation: delta }, [])
  return collector
}

/** A value before and after, and the operation that leads from one to the other. */
interface Step {
  readonly base: JsonValue
  readonly next: JsonValue
  readonly operation: JsonValue
}

class DeltaReader {
  readonly #collector: LineCollector

  constructor(collector: LineCollector) {
    this.#collector = collector
  }

  read(step: Step, path: Path): void {
    const { base, next, operation } = step
    if (this.#collector.truncated) return
    if (isObject(operation) && isObject(base) && isObject(next)) this.#object(base, next, operation, path)
    else if (isListEdit(operation) && isArray(base) && isArray(next)) this.#list(base, next, operation, path)
    else this.#collector.add({ path, change: kindOf(base) === kindOf(next) ? 'changed' : 'type', before: base, after: next })
  }

  #object(base: JsonObject, next: JsonObject, operations: JsonObject, path: Path): void {
    for (const [name, operation] of Object.entries(operations)) {
      const before = Object.hasOwn(base, name) ? base[name] : undefined
      const after = Object.hasOwn(next, name) ? next[name] : undefined
      this.#member(before, after, operation, [...path, name])
    }
  }

  #list(base: JsonArray, next: JsonArray, edit: JsonArray, path: Path): void {
    const pieces = piecesOf(edit, base.length, path)
    const kept = new Set(pieces.flatMap((piece) => ('from' in piece ? range(piece.from, piece.count) : [])))
    base.forEach((element, index) => {
      if (!kept.has(index)) this.#collector.leaves('removed', element, [...path, index])
    })
    let place = 0
    for (const piece of pieces) {
      if ('values' in piece) {
        for (const value of piece.values) this.#collector.leaves('added', value, [...path, place++])
        continue
      }
      if (piece.moved) this.#collector.add({ path: [...path, place], change: 'moved', from: [...path, piece.from] })
      if (piece.operation !== undefined) this.#member(base[piece.from], next[place], piece.operation, [...path, place])
      place += piece.count
    }
  }

  #member(before: JsonValue | undefined, after: JsonValue | undefined, operation: JsonValue, path: Path): void {
    if (before !== undefined && after !== undefined) this.read({ base: before, next: after, operation }, path)
    else if (after !== undefined) this.#collector.leaves('added', after, path)
    else if (before !== undefined) this.#collector.leaves('removed', before, path)
  }
}

function isListEdit(operation: JsonValue): operation is JsonArray {
  return isArray(operation) && !isRemoval(operation) && replacement(operation) === undefined && editTag(operation) === LIST
}

function kindOf(value: JsonValue): string {
  if (isScalar(value)) return value === null ? 'null' : typeof value
  return isArray(value) ? 'array' : 'object'
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, offset) => from + offset)
}
