import { assembleArray, quotedByteLength, sizeBytes, type JsonValue } from '../json/index.ts'
import { TEXT } from './delta.ts'
import { hunkBetween, hunksWithin, type Grain } from './text-hunks.ts'

/** A shorter text is replaced: it reads better than an edit, which would save a few bytes at the most. */
export const SHORTEST_EDITED = 24
/** What an edit takes beside its text: `[1,10,4,""]`. */
const EDIT_BYTES = 11

/** Equal text that takes less space than a second edit would is part of the edit around it, and in a short edit not looked for. */
const SMALLEST_DELTA: Grain = { smallestSearched: 24, separates: (units) => units >= 9 }

/** The operation between two different texts: splices, or the next text where that is no longer. */
export function diffTexts(base: string, next: string): JsonValue {
  if (next.length < SHORTEST_EDITED) return next
  const hunk = hunkBetween(base, next)
  if (hunk.nextTo - hunk.nextFrom + EDIT_BYTES > next.length + 2) return next
  const edit: (string | number)[] = [TEXT]
  for (const { from, to, nextFrom, nextTo } of hunksWithin(base, next, hunk, SMALLEST_DELTA)) {
    edit.push(from, to - from, next.slice(nextFrom, nextTo))
  }
  const bytes = sizeBytes(edit)
  // The text takes at least its units and two quotes; only where that is close, its escapes are counted.
  return bytes <= next.length + 2 || bytes <= quotedByteLength(next) ? assembleArray(edit) : next
}
