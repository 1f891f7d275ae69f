import { assembleArray, equalJson, type JsonArray, type JsonValue } from '../json/index.ts'
import { alignByContent, alignByIdentity } from './align.ts'
import { INSERT, isArray, LIST, whole } from './delta.ts'
import { identityFieldOf, identityOf, isStrong } from './identity.ts'
import { piecesFrom } from './pieces-from-alignment.ts'
import { editTokens } from './write-list-edit.ts'

/** The operation between two values; undefined when they are equal. */
export type DiffValues = (base: JsonValue, next: JsonValue) => JsonValue | undefined

export interface ListDelta {
  readonly operation: JsonArray
  /** Bytes that the operation may take beyond those of the whole list, at the most. */
  readonly excess: number
}

/** The edit that makes one list of another: elements are recognised by identity or else by content. // D-4 */
export function diffLists(base: JsonArray, next: JsonArray, diffValues: DiffValues): ListDelta | undefined {
  const same = commonStart(base, next)
  if (same === base.length && same === next.length) return undefined
  const operation = new ListDiffer(base, next, diffValues).edit(same)
  return operation && { operation: assembleArray(operation), excess: excessOf(operation, next.length) }
}

/** How many elements at the start are equal. */
function commonStart(base: JsonArray, next: JsonArray): number {
  let at = 0
  while (at < base.length && at < next.length && equalJson(base[at] as JsonValue, next[at] as JsonValue)) at++
  return at
}

class ListDiffer {
  readonly #base: JsonArray
  readonly #next: JsonArray
  readonly #diffValues: DiffValues
  readonly #field: string | undefined

  constructor(base: JsonArray, next: JsonArray, diffValues: DiffValues) {
    this.#base = base
    this.#next = next
    this.#diffValues = diffValues
    this.#field = identityFieldOf(base)
  }

  edit(same: number): JsonValue[] | undefined {
    const head: JsonValue[] = []
    const tail: JsonValue[] = []
    const least = Math.min(this.#base.length, this.#next.length)
    let start = same
    while (start < least && this.#same(start, start, head)) start++
    let baseEnd = this.#base.length
    let nextEnd = this.#next.length
    while (baseEnd > start && nextEnd > start && this.#same(baseEnd - 1, nextEnd - 1, tail)) {
      baseEnd--
      nextEnd--
    }
    const middle = baseEnd === start && nextEnd === start ? [] : this.#middle(start, baseEnd, nextEnd)
    if (head.length + middle.length + tail.length === 0) return undefined
    return [LIST, ...head, ...middle, ...reversedPairs(tail)]
  }

  /** Whether two elements are one, changed or not; a change is noted. */
  #same(at: number, nextAt: number, changes: JsonValue[]): boolean {
    const before = this.#base[at] as JsonValue
    const after = this.#next[nextAt] as JsonValue
    if (before === after) return true
    const identity = this.#field === undefined ? undefined : identityOf(before, this.#field)
    if (this.#field === undefined || identity === undefined || identity !== identityOf(after, this.#field))
      return equalJson(before, after)
    const operation = this.#diffValues(before, after)
    if (operation !== undefined) changes.push(at, operation)
    return true
  }

  #middle(start: number, baseEnd: number, nextEnd: number): readonly JsonValue[] {
    if (baseEnd === start) return [start, assembleArray([INSERT, ...this.#next.slice(start, nextEnd)])]
    if (nextEnd === start) return editTokens([], start, baseEnd)
    return this.#field === undefined
      ? this.#byContent(start, baseEnd, nextEnd)
      : this.#byIdentity(this.#field, start, baseEnd, nextEnd)
  }

  #byIdentity(field: string, start: number, baseEnd: number, nextEnd: number): readonly JsonValue[] {
    const base = this.#base.slice(start, baseEnd)
    const next = this.#next.slice(start, nextEnd)
    const alignment = alignByIdentity(base, next, field)
    if (alignment === undefined) return this.#byContent(start, baseEnd, nextEnd)
    // Another identity in the same place is another thing, which replaces the old one whole; another name need not be.
    const diffPaired: DiffValues = isStrong(field) ? (_, after) => whole(after) : this.#diffValues
    return editTokens(piecesFrom(alignment, { base, next, start, diffMatched: this.#diffValues, diffPaired }), start, baseEnd)
  }

  #byContent(start: number, baseEnd: number, nextEnd: number): readonly JsonValue[] {
    const changes = baseEnd === nextEnd ? this.#inPlace(start, baseEnd) : undefined
    if (changes !== undefined) return changes
    const base = this.#base.slice(start, baseEnd)
    const next = this.#next.slice(start, nextEnd)
    const both = { base, next, start, diffMatched: this.#diffValues, diffPaired: this.#diffValues }
    return editTokens(piecesFrom(alignByContent(base, next), both), start, baseEnd)
  }

  /** When at least half of the elements stand where they stood, or there is only one, the others were changed in place. */
  #inPlace(start: number, end: number): readonly JsonValue[] | undefined {
    const most = Math.max(1, (end - start) >> 1)
    const changes: JsonValue[] = []
    for (let at = start; at < end; at++) {
      const operation = this.#diffValues(this.#base[at] as JsonValue, this.#next[at] as JsonValue)
      if (operation !== undefined && changes.push(at, operation) > 2 * most) return undefined
    }
    return changes
  }
}

/** Pairs of index and operation, last first, turned around. */
function reversedPairs(pairs: readonly JsonValue[]): readonly JsonValue[] {
  const result: JsonValue[] = []
  for (let at = pairs.length - 2; at >= 0; at -= 2) result.push(pairs[at] as JsonValue, pairs[at + 1] as JsonValue)
  return result
}

/**
 * Every element of the list takes a byte or more, and a comma. The edit has no use for those that it does not mention, but
 * takes two commas, the index and what its operations hold beside the elements.
 */
function excessOf(edit: JsonArray, length: number): number {
  let excess = -2 * length
  for (let at = 1; at < edit.length; at += 2) {
    const operation = edit[at + 1] as JsonValue
    excess += 2 + digitsOf(edit[at] as number) + (isArray(operation) && operation.length > 1 ? excessOfPlacement(operation) : 3)
  }
  return excess
}

function excessOfPlacement(operation: JsonArray): number {
  if (operation[0] === INSERT) return 3 + 2 * operation.length
  return operation.reduce<number>((sum, token) => sum + (typeof token === 'number' ? 1 + digitsOf(token) : 1), 3)
}

function digitsOf(index: number): number {
  let digits = 1
  for (let limit = 10; index >= limit; limit *= 10) digits++
  return digits
}
