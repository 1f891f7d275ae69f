import type { ConflictField, ConflictReason, ConflictView, JsonValue } from '../../shared/contract.ts'
import { type Side, sideOf } from '../comparison/diff-rows.ts'
import { pointerText } from '../conflicts/pointer-text.ts'
import { formatCounted } from '../format/number.ts'
import { valueAt } from './value-at.ts'

/** What stands at a field, and by what. */
export interface Verdict {
  readonly side: Side
  readonly words: string
  readonly waits: boolean
}

/** A field of a conflict as it is, or was decided, and as the draft would have it. */
export interface TrialRow {
  readonly pointer: string
  readonly path: string
  readonly base: Side
  readonly local: Side
  readonly remote: Side
  readonly before: Verdict
  readonly after: Verdict
  readonly differs: boolean
}

const reasons: Readonly<Partial<Record<ConflictReason, string>>> = {
  SAME_FIELD: 'both changed it',
  DELETE_VS_EDIT: 'one side deleted it',
  TYPE_CHANGE: 'its type changed',
  ARRAY_ORDER: 'the order is in doubt',
  NO_BASE: 'no common ancestor',
  INVARIANT: 'beyond its bounds',
  POLICY_MANUAL: 'kept for a person',
  RULE_FAILED: 'the rule gave no answer',
}

const outcomes: Readonly<Record<ConflictField['outcome'], string>> = {
  ours: 'only local changed it',
  theirs: 'only remote changed it',
  same: 'both changed it alike',
  text: 'both texts merged',
  list: 'both lists merged',
  rule: 'a rule settles it',
  proposal: 'waits',
}

/** Why a conflict, or a field of it, is for a person. */
function reasonWords(reason: ConflictReason | undefined): string {
  return (reason && reasons[reason]) ?? 'nothing settles it'
}

/** A conflict field by field: what the draft would do, beside what is in force or what was decided. // V-175 */
export function trialRows(now: ConflictView, tried: ConflictView): readonly TrialRow[] {
  const before = new Map(now.changes.map((field) => [field.path, field]))
  const after = new Map(tried.changes.map((field) => [field.path, field]))
  return [...new Set([...before.keys(), ...after.keys()])].map((pointer) => {
    const [old, next] = [before.get(pointer), after.get(pointer)]
    const known = next ?? old
    const was = now.resolution ? decidedVerdict(now, pointer) : verdictOf(old)
    const is = verdictOf(next)
    return {
      pointer,
      path: pointerText(pointer),
      base: sideOf(known?.base),
      local: sideOf(known?.ours),
      remote: sideOf(known?.theirs),
      before: was,
      after: is,
      differs: was.waits !== is.waits || !sameSide(was.side, is.side),
    }
  })
}

/** `2 of 3 fields would still wait`: what the draft means for a conflict as a whole. */
export function trialSentence(rows: readonly TrialRow[]): string {
  const waiting = rows.filter(({ after }) => after.waits).length
  if (waiting === 0) return 'The draft settles all of it.'
  return `The draft leaves ${waiting} of ${formatCounted(rows.length, 'field')} to a person.`
}

function verdictOf(field: ConflictField | undefined): Verdict {
  if (!field) return { side: sideOf(undefined), words: 'not changed', waits: false }
  const waits = field.outcome === 'proposal'
  if (waits) return { side: sideOf(field.result), words: `waits: ${reasonWords(field.reason)}`, waits }
  return {
    side: sideOf(field.result),
    words: field.rule === undefined ? outcomes[field.outcome] : `settled by ${field.rule}`,
    waits,
  }
}

function decidedVerdict({ resolution, local }: ConflictView, pointer: string): Verdict {
  const words = `decided by ${resolution?.by ?? 'somebody'}`
  // Where the document stayed as it was, the decision holds no value.
  const value: JsonValue | undefined = resolution?.strategy === 'dismiss' ? local.value : resolution?.value
  return { side: sideOf(valueAt(value, pointer)), words, waits: false }
}

function sameSide(one: Side, other: Side): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
