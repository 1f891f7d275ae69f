import type { JsonArray, JsonValue, PathSegment } from '../json/index.ts'
import { piecesOf } from './list-pieces.ts'
import { RunningTotals } from './running-totals.ts'

/** One step of an edit carried out step by step; indexes count in the list as it is then. */
export type ListStep =
  | { readonly type: 'remove'; readonly at: number }
  | { readonly type: 'move'; readonly from: number; readonly at: number }
  | { readonly type: 'insert'; readonly at: number; readonly value: JsonValue }

/**
 * Takes an edit apart into removals, then moves, then insertions. Every element gets a slot where it stands and another
 * where it arrives; its index is the number of filled slots before it, which running totals tell in logarithmic time.
 */
export function listSteps(edit: JsonArray, length: number, path: readonly PathSegment[]): readonly ListStep[] {
  const weights: number[] = []
  const leaving = new Map<number, number>()
  const moves: { readonly element: number; readonly slot: number }[] = []
  const inserts: { readonly value: JsonValue; readonly slot: number }[] = []
  let cursor = 0
  const leave = (to: number): void => {
    for (; cursor < to; cursor++) leaving.set(cursor, weights.push(1) - 1)
  }
  for (const piece of piecesOf(edit, length, path)) {
    if ('values' in piece) for (const value of piece.values) inserts.push({ value, slot: weights.push(0) - 1 })
    else if (piece.moved) moves.push({ element: piece.from, slot: weights.push(0) - 1 })
    else {
      leave(piece.from)
      weights.push(piece.count)
      cursor = piece.from + piece.count
    }
  }
  leave(length)
  return stepsThrough(new RunningTotals(weights), leaving, moves, inserts)
}

function stepsThrough(
  filled: RunningTotals,
  leaving: ReadonlyMap<number, number>,
  moves: readonly { readonly element: number; readonly slot: number }[],
  inserts: readonly { readonly value: JsonValue; readonly slot: number }[],
): readonly ListStep[] {
  const steps: ListStep[] = []
  const moving = new Set(moves.map(({ element }) => element))
  for (const [element, slot] of leaving) {
    if (moving.has(element)) continue
    steps.push({ type: 'remove', at: filled.before(slot) })
    filled.add(slot, -1)
  }
  for (const { element, slot } of moves) {
    const source = leaving.get(element) as number
    const from = filled.before(source)
    filled.add(source, -1)
    const at = filled.before(slot)
    filled.add(slot, 1)
    if (from !== at) steps.push({ type: 'move', from, at })
  }
  for (const { value, slot } of inserts) {
    steps.push({ type: 'insert', at: filled.before(slot), value })
    filled.add(slot, 1)
  }
  return steps
}
