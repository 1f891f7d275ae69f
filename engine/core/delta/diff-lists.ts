import { equalJson, type JsonArray, type JsonValue } from '../json/index.ts'
import { alignByContent, alignByIdentity } from './align.ts'
import { INSERT, isArray, LIST, MOVE, replacing } from './delta.ts'
import { identityFieldOf, identityOf, isStrong } from './identity.ts'
import { piecesFrom } from './pieces-from-alignment.ts'
import { editTokens } from './write-list-edit.ts'

/** The operation between two values; undefined when they are equal. */
export type DiffValues = (base: JsonValue, next: JsonValue) => JsonValue | undefined

export interface ListDelta {
  readonly operation: JsonArray
  /** Bytes that the operation may take beyond the values in it, at the most. */
  readonly overhead: number
  /** Elements of `next` that the operation does not mention. */
  readonly unchanged: number
}

/** The edit that makes one list of another: elements are recognised by identity or else by content. // D-4 */
export function diffLists(base: JsonArray, next: JsonArray, diffValues: DiffValues): ListDelta | undefined {
  const same = commonStart(base, next)
  if (same === base.length && same === next.length) return undefined
  const operation = new ListDiffer(base, next, diffValues).edit(same)
  return operation && { operation, overhead: overheadOf(operation), unchanged: next.length - mentionedIn(operation) }
}

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

  edit(same: number): JsonArray | undefined {
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
    if (baseEnd === start) return [start, [INSERT, ...this.#next.slice(start, nextEnd)]]
    if (nextEnd === start) return editTokens([], start, baseEnd)
    const base = this.#base.slice(start, baseEnd)
    const next = this.#next.slice(start, nextEnd)
    const identified = this.#field === undefined ? undefined : alignByIdentity(base, next, this.#field)
    // Another identity in the same place is another thing: it replaces the old one whole.
    const replaces = identified !== undefined && this.#field !== undefined && isStrong(this.#field)
    const diffPaired: DiffValues = replaces ? (_, after) => replacing(after) : this.#diffValues
    if (base.length === 1 && next.length === 1) return [start, diffPaired(base[0] as JsonValue, next[0] as JsonValue) as JsonValue]
    const alignment = identified ?? alignByContent(base, next)
    return editTokens(piecesFrom(alignment, { base, next, start, diffMatched: this.#diffValues, diffPaired }), start, baseEnd)
  }
}

/** Pairs of index and operation, last first, turned around. */
function reversedPairs(pairs: readonly JsonValue[]): readonly JsonValue[] {
  const result: JsonValue[] = []
  for (let at = pairs.length - 2; at >= 0; at -= 2) result.push(pairs[at] as JsonValue, pairs[at + 1] as JsonValue)
  return result
}

/** An index, its comma and the brackets of its operation take at most 16 bytes; so does each index in a move. */
function overheadOf(edit: JsonArray): number {
  return edit.reduce<number>((sum, token) => sum + (isArray(token) && token[0] === MOVE ? 16 * token.length : 8), 0)
}

function mentionedIn(edit: JsonArray): number {
  let mentioned = 0
  for (let at = 2; at < edit.length; at += 2) {
    const operation = edit[at] as JsonValue
    mentioned +=
      isArray(operation) && operation.length > 1 && (operation[0] === INSERT || operation[0] === MOVE) ? operation.length : 1
  }
  return mentioned
}
