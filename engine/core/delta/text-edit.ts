import type { JsonArray, PathSegment } from '../json/index.ts'
import { badDelta } from './delta.ts'

/** One replacement in a text: `deleted` units at `at` give way to `inserted`. */
export interface Splice {
  readonly at: number
  readonly deleted: number
  readonly inserted: string
}

/** `[1, at, deleted, inserted, ...]` read and checked. Throws E_DELTA when it is malformed or the base is too short for it. */
export function readSplices(edit: JsonArray, length: number, path: readonly PathSegment[]): readonly Splice[] {
  if (edit.length < 4 || edit.length % 3 !== 1) throw badDelta('has an incomplete edit of a text', path)
  const splices: Splice[] = []
  let end = 0
  for (let i = 1; i < edit.length; i += 3) {
    const at = edit[i]
    const deleted = edit[i + 1]
    const inserted = edit[i + 2]
    if (!isCount(at) || !isCount(deleted) || typeof inserted !== 'string') throw badDelta('has a malformed edit of a text', path)
    if (at < end || at + deleted > Math.min(length, Number.MAX_SAFE_INTEGER))
      throw badDelta('edits a text out of order or beyond its end', path)
    end = at + deleted
    splices.push({ at, deleted, inserted })
  }
  return splices
}

/** Carries out an edit. A cut through a surrogate pair is refused, so that the result is well-formed. */
export function spliceText(base: string, splices: readonly Splice[], path: readonly PathSegment[]): string {
  let result = ''
  let cursor = 0
  for (const { at, deleted, inserted } of splices) {
    if (cutsPair(base, at) || cutsPair(base, at + deleted)) throw badDelta('cuts a character in two', path)
    result += base.slice(cursor, at) + inserted
    cursor = at + deleted
  }
  return result + base.slice(cursor)
}

/** True when an offset lies between the two halves of a surrogate pair. */
export function cutsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && (text.charCodeAt(at) & 0xfc00) === 0xdc00
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
