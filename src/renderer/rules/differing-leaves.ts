import type { JsonValue } from '../../shared/contract.ts'
import { type Side, sideOf } from '../comparison/diff-rows.ts'
import { formatPath, type PathSegment } from '../format/json-path.ts'

/** A place at which two values differ. */
export interface DifferingLeaf {
  readonly path: string
  readonly one: Side
  readonly other: Side
}

/** Where two values differ, as deep as both are objects, at most so many places; lists are taken whole. // V-176 */
export function differingLeaves(one: JsonValue | undefined, other: JsonValue | undefined, most: number): readonly DifferingLeaf[] {
  const leaves: DifferingLeaf[] = []
  collect(one, other, [])
  return leaves

  function collect(left: JsonValue | undefined, right: JsonValue | undefined, path: readonly PathSegment[]): void {
    if (leaves.length >= most || JSON.stringify(left) === JSON.stringify(right)) return
    if (!isObject(left) || !isObject(right))
      return void leaves.push({ path: formatPath(path), one: sideOf(left), other: sideOf(right) })
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)]))
      collect(memberOf(left, name), memberOf(right, name), [...path, name])
  }
}

interface Members {
  readonly [name: string]: JsonValue
}

function isObject(value: JsonValue | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function memberOf(value: Members, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}
