import { cutsPair } from '../delta/text-edit.ts'
import { hunkBetween, hunksWithin, type Grain, type Hunk } from '../delta/text-hunks.ts'

/** One side's replacement in the base; offsets in UTF-16 units, ends exclusive. */
export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly inserted: string
  /** How far down and up it may be shifted with the same result: an 'a' put into 'aaa' may have gone anywhere there. */
  readonly down: number
  readonly up: number
}

/** Common text that is shorter than what was exchanged around it is there by chance: such hunks are one rewriting. */
const FINE: Grain = {
  smallestSearched: 4,
  separates: (units, before, after) =>
    units >= Math.min(deletedBy(before) + deletedBy(after), insertedBy(before) + insertedBy(after)),
}

/** The edits that make one text of another, ascending and disjoint. */
export function textEdits(base: string, next: string): readonly TextEdit[] {
  const hunks = hunksWithin(base, next, hunkBetween(base, next), FINE)
  return hunks.map((hunk, at) => {
    const before = hunks[at - 1] ?? { to: 0, nextTo: 0 }
    const after = hunks[at + 1] ?? { from: base.length, nextFrom: next.length }
    const { from, to, nextFrom, nextTo } = hunk
    const inserted = next.slice(nextFrom, nextTo)
    if (from === to) return { from, to, inserted, ...leeway(next, nextFrom, nextTo, before.nextTo, after.nextFrom) }
    if (nextFrom === nextTo) return { from, to, inserted, ...leeway(base, from, to, before.to, after.from) }
    return { from, to, inserted, down: 0, up: 0 }
  })
}

/** How far a part of a text can be shifted so that the text without it stays the same. */
function leeway(
  text: string,
  from: number,
  to: number,
  lowest: number,
  highest: number,
): { readonly down: number; readonly up: number } {
  let down = 0
  let up = 0
  while (from - down > lowest && text.charCodeAt(from - down - 1) === text.charCodeAt(to - down - 1)) down++
  while (to + up < highest && text.charCodeAt(from + up) === text.charCodeAt(to + up)) up++
  return { down, up }
}

/** The same edit at the lowest place from `lowest` on where it cuts no character; undefined when there is none. */
export function shifted(base: string, edit: TextEdit, lowest: number): TextEdit | undefined {
  const length = edit.to - edit.from
  for (let from = Math.max(lowest, edit.from - edit.down); from <= edit.from + edit.up; from++) {
    if (!cutsPair(base, from) && !cutsPair(base, from + length)) return rotated(edit, from)
  }
  return undefined
}

/** What is inserted turns with the shift, because the text around it repeats it. */
function rotated(edit: TextEdit, from: number): TextEdit {
  const { inserted } = edit
  const shift = from - edit.from
  const turn = inserted === '' ? 0 : ((shift % inserted.length) + inserted.length) % inserted.length
  const text = inserted.slice(turn) + inserted.slice(0, turn)
  return { from, to: edit.to + shift, inserted: text, down: edit.down + shift, up: edit.up - shift }
}

function deletedBy(hunk: Hunk): number {
  return hunk.to - hunk.from
}

function insertedBy(hunk: Hunk): number {
  return hunk.nextTo - hunk.nextFrom
}
