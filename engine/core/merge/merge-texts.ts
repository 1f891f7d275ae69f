import type { SideName } from './merged-field.ts'
import { shifted, textEdits, type TextEdit } from './text-edits.ts'

export interface MergedText {
  readonly text: string
  /** True when both sides edited one place differently. */
  readonly contested: boolean
}

/** Edits of both sides that touch one another, or could. */
interface Place {
  readonly ours: readonly TextEdit[]
  readonly theirs: readonly TextEdit[]
}

/**
 * Both sides' edits of one text. Edits that overlap or touch are contested, unless they are alike: there the later writer's
 * stand, or with `keepBoth` all of them. // M-12 M-13 M-27
 */
export function mergeTexts(base: string, ours: string, theirs: string, later: SideName, keepBoth = false): MergedText {
  let text = ''
  let cursor = 0
  let contested = false
  for (const place of places(textEdits(base, ours), textEdits(base, theirs))) {
    const agreed = agreedEdits(base, place)
    contested ||= agreed === undefined
    for (const { from, to, inserted } of agreed ?? (keepBoth ? [joined(base, place, later)] : place[later])) {
      text += base.slice(cursor, from) + inserted
      cursor = to
    }
  }
  return { text: text + base.slice(cursor), contested }
}

/** Where something was edited, ascending; no edit of one place can touch any of another, wherever it may be shifted. */
function* places(left: readonly TextEdit[], right: readonly TextEdit[]): Generator<Place> {
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const startLeft = l
    const startRight = r
    let end = Math.min(startOf(left[l]), startOf(right[r]))
    for (;;) {
      const mine = left[l]
      const other = right[r]
      if (mine !== undefined && startOf(mine) <= end) {
        end = Math.max(end, mine.to + mine.up)
        l++
      } else if (other !== undefined && startOf(other) <= end) {
        end = Math.max(end, other.to + other.up)
        r++
      } else break
    }
    yield { ours: left.slice(startLeft, l), theirs: right.slice(startRight, r) }
  }
}

function startOf(edit: TextEdit | undefined): number {
  return edit === undefined ? Infinity : edit.from - edit.down
}

/** All edits of a place in order, when both sides can have them. */
function agreedEdits(base: string, { ours, theirs }: Place): readonly TextEdit[] | undefined {
  if (theirs.length === 0 || alike(ours, theirs)) return ours
  return ours.length === 0 ? theirs : apart(base, ours, theirs)
}

function alike(left: readonly TextEdit[], right: readonly TextEdit[]): boolean {
  if (left.length !== right.length) return false
  return left.every((edit, at) => {
    const { from, to, inserted } = right[at] as TextEdit
    return edit.from === from && edit.to === to && edit.inserted === inserted
  })
}

/** Shifts edits until none touches one of the other side; undefined where that cannot be, or could be in two ways. // M-14 */
function apart(base: string, left: readonly TextEdit[], right: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const result: TextEdit[] = []
  // Where the edits before end, and what another side's next edit must not touch.
  let leftEnd = -1
  let rightEnd = -1
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const mine = l < left.length ? shifted(base, left[l] as TextEdit, Math.max(leftEnd, rightEnd + 1)) : undefined
    const other = r < right.length ? shifted(base, right[r] as TextEdit, Math.max(rightEnd, leftEnd + 1)) : undefined
    const mineFirst = mine !== undefined && (r === right.length || mine.to < highest(right[r] as TextEdit))
    const otherFirst = other !== undefined && (l === left.length || other.to < highest(left[l] as TextEdit))
    if (mineFirst === otherFirst) return undefined
    if (mineFirst) {
      result.push(mine)
      leftEnd = mine.to
      l++
    } else if (other !== undefined) {
      result.push(other)
      rightEnd = other.to
      r++
    }
  }
  return result
}

/** All edits of a place as one: what either side deleted is gone, what either inserted is there, the later writer's second. */
function joined(base: string, place: Place, later: SideName): Pick<TextEdit, 'from' | 'to' | 'inserted'> {
  const first = place[later === 'ours' ? 'theirs' : 'ours']
  const starts = new Map(first.map((edit) => [edit.from, edit]))
  const second = place[later].filter((edit) => {
    const counterpart = starts.get(edit.from)
    return counterpart === undefined || !alike([edit], [counterpart])
  })
  // Where both begin at one place, sorting keeps the earlier writer's first.
  const edits = [...first, ...second].toSorted((left, right) => left.from - right.from)
  const from = (edits[0] as TextEdit).from
  let inserted = ''
  let cursor = from
  for (const edit of edits) {
    if (edit.from > cursor) inserted += base.slice(cursor, edit.from)
    inserted += edit.inserted
    cursor = Math.max(cursor, edit.to)
  }
  return { from, to: cursor, inserted }
}

function highest(edit: TextEdit): number {
  return edit.from + edit.up
}
