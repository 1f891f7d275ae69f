import type { JsonArray, JsonValue, PathSegment } from '../json/index.ts'
import { badDelta, INSERT, isArray, isRemoval, MOVE, REMOVE_RUN } from './delta.ts'

/** A run of the base's elements that does not stay where it is. */
export interface Gap {
  readonly at: number
  readonly count: number
}

/** `[0, index, operation, ...]` taken apart: what happens at each index of the base. */
export interface ListEdit {
  /** What arrives before an index, in order. */
  readonly placements: readonly { readonly at: number; readonly operation: JsonArray }[]
  /** How elements change, by ascending index; moved ones included. */
  readonly changes: ReadonlyMap<number, JsonValue>
  readonly moved: ReadonlySet<number>
  /** Removed and moved elements, by ascending index, disjoint. */
  readonly gaps: readonly Gap[]
}

/** Takes an edit of a list of known length (or Infinity) apart. Throws E_DELTA when it is malformed or goes beyond the end. */
export function readListEdit(edit: JsonArray, length: number, path: readonly PathSegment[]): ListEdit {
  const placements: { at: number; operation: JsonArray }[] = []
  const changes = new Map<number, JsonValue>()
  const gaps: Gap[] = []
  const moved = new Set<number>()
  // The first index that may still be changed or removed, and the first before which something may arrive.
  let free = 0
  let open = 0
  for (let i = 1; i < edit.length; i += 2) {
    const at = indexIn(edit[i], length, path)
    const operation = edit[i + 1]
    if (operation === undefined) throw badDelta('ends after an index', [...path, at])
    const placement = placementOf(operation)
    if (at < (placement === undefined ? free : open)) throw badDelta('has its indexes out of order', [...path, at])
    if (placement !== undefined) {
      placements.push({ at, operation: placement })
      if (placement[0] === MOVE) collectMoved(placement, length, moved, path)
      open = at
      free = Math.max(free, at)
      continue
    }
    const count = runLength(operation, path)
    if (at + Math.max(1, count) > Math.min(length, Number.MAX_SAFE_INTEGER))
      throw badDelta('goes beyond the end of the list', [...path, at])
    if (count === 0) changes.set(at, operation)
    else gaps.push({ at, count })
    open = free = at + Math.max(1, count)
  }
  return { placements, changes, moved, gaps: disjoint([...gaps, ...[...moved].map((at) => ({ at, count: 1 }))], path) }
}

/** `[2, value, ...]` or `[3, index, ...]`. */
function placementOf(operation: JsonValue): JsonArray | undefined {
  if (!isArray(operation) || operation.length < 2) return undefined
  return operation[0] === INSERT || operation[0] === MOVE ? operation : undefined
}

/** How many elements an operation removes. */
function runLength(operation: JsonValue, path: readonly PathSegment[]): number {
  if (isRemoval(operation)) return 1
  if (!isArray(operation) || operation.length < 2 || operation[0] !== REMOVE_RUN) return 0
  const count = operation[1]
  if (operation.length === 2 && typeof count === 'number' && Number.isSafeInteger(count) && count > 0) return count
  throw badDelta('removes an impossible number of elements', path)
}

function collectMoved(operation: JsonArray, length: number, moved: Set<number>, path: readonly PathSegment[]): void {
  for (const index of operation.slice(1)) {
    const from = indexIn(index, length, path)
    if (from >= length) throw badDelta('moves an element from beyond the end', [...path, from])
    if (moved.has(from)) throw badDelta('moves an element twice', [...path, from])
    moved.add(from)
  }
}

function indexIn(index: JsonValue | undefined, length: number, path: readonly PathSegment[]): number {
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 && index <= length) return index
  throw badDelta('names no index of the list', path)
}

function disjoint(gaps: Gap[], path: readonly PathSegment[]): readonly Gap[] {
  gaps.sort((left, right) => left.at - right.at)
  let end = 0
  for (const gap of gaps) {
    if (gap.at < end) throw badDelta('takes an element away twice', [...path, gap.at])
    end = gap.at + gap.count
  }
  return gaps
}
