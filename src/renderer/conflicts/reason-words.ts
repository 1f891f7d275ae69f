import type { ConflictReason, ConflictSide, ConflictView } from '../../shared/contract.ts'
import { type Side, speakSide } from '../comparison/diff-rows.ts'
import { formatCounted } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'
import { type FieldRow, fieldRows } from './field-rows.ts'

/** The code in a word or two: what a list has room for. */
export const reasonWords: Readonly<Record<ConflictReason, string>> = {
  SAME_FIELD: 'Same field',
  DELETE_VS_EDIT: 'Deleted and edited',
  TYPE_CHANGE: 'Type changed',
  ARRAY_ORDER: 'Order of a list',
  NO_BASE: 'No common ancestor',
  SCHEMA_INVALID: 'Breaks the schema',
  INVARIANT: 'Breaks a rule',
  POLICY_MANUAL: 'Left to people',
  RULE_FAILED: 'A rule failed',
  LOW_CONFIDENCE: 'Not sure enough',
  BATCH: 'Part of a batch',
  RESTORED: 'Written after the restore point',
}

export interface ReasonSentence {
  /** How an instant is written. */
  readonly clock: (at: number) => string
}

type Explain = (view: ConflictView, row: FieldRow | undefined, words: ReasonSentence) => string

const sentences: Readonly<Record<ConflictReason, Explain>> = {
  SAME_FIELD: (view, row, words) =>
    row?.longText === true
      ? `Both sides edited the same place of ${nameOf(row)} since ${baseOf(view)}: local (${who(view.local, words)}), remote (${who(view.remote, words)}). Enter shows both edits.`
      : `Both sides changed ${nameOf(row)} since ${baseOf(view)}: local ${moveOf(row, 'local')} (${who(view.local, words)}), remote ${moveOf(row, 'remote')} (${who(view.remote, words)}).`,
  DELETE_VS_EDIT: (view, row, words) => {
    const [deleter, editor] = row?.deleted === 'local' ? (['local', 'remote'] as const) : (['remote', 'local'] as const)
    return `${capital(deleter)} deleted ${nameOf(row)} (${who(view[deleter], words)}) while ${editor} changed it (${who(view[editor], words)}): one of the two is lost, so a person has to say which.`
  },
  TYPE_CHANGE: (view, row, words) =>
    `The sides made ${nameOf(row)} into values of different types: local ${spoken(row, 'local')} (${who(view.local, words)}), remote ${spoken(row, 'remote')} (${who(view.remote, words)}).`,
  ARRAY_ORDER: (view, row, words) =>
    `Both sides put the list ${nameOf(row)} into another order since ${baseOf(view)}: local ${who(view.local, words)}, remote ${who(view.remote, words)}. It can have only one.`,
  NO_BASE: (view, row, words) =>
    `What remote began from is not known any more, so nobody can tell what it changed: ${nameOf(row)} is ${spoken(row, 'local')} here (${who(view.local, words)}) and ${spoken(row, 'remote')} there (${who(view.remote, words)}).`,
  SCHEMA_INVALID: (view) =>
    `Each side fits the schema of ${revealControls(view.key)}, but what they merge into does not: choose so that it does.`,
  INVARIANT: (_view, row) =>
    `The rule ${ruleOf(row)} forbids a change of ${nameOf(row)}, and one was made: local ${moveOf(row, 'local')}, remote ${moveOf(row, 'remote')}.`,
  POLICY_MANUAL: (view, row) =>
    `${row?.field.rule === undefined ? 'The policy' : `The rule ${ruleOf(row)}`} leaves ${nameOf(row)} to people: local ${moveOf(row, 'local')}, remote ${moveOf(row, 'remote')} since ${baseOf(view)}.`,
  RULE_FAILED: ({ failure }, row) =>
    failure === undefined
      ? `The rule ${ruleOf(row)} for ${nameOf(row)} failed, took too long, or answered something that cannot stand, so it was not used.`
      : `What was to settle ${nameOf(row)} did not: ${revealControls(failure)}`,
  LOW_CONFIDENCE: (view, row) =>
    `The merge of ${nameOf(row)} is ${Math.round(view.confidence * 100)} % sure, which is less than is asked for here.`,
  BATCH: (view) =>
    `This edit came as one with others, and one of those waits for a decision: they are settled together${view.batch === undefined ? '' : ` (batch ${revealControls(view.batch)})`}.`,
  RESTORED: (view, row, words) =>
    `Written after the instant to which this hub was restored: ${nameOf(row)} was ${spoken(row, 'remote')} (${who(view.remote, words)}) and is ${spoken(row, 'local')} now. It comes back only when a person says so.`,
}

/** Why the two edits did not merge, with what happened. // V-151 */
export function whyNotMerged(view: ConflictView, words: ReasonSentence): string {
  const rows = fieldRows(view)
  const row = rows.find(({ path, open }) => open && path === view.path) ?? rows.find(({ open }) => open) ?? rows[0]
  return sentences[view.reason](view, row, words)
}

/** `3 fields to decide, 5 merged automatically`. */
export function countedFields({ changes, resolution }: Pick<ConflictView, 'changes' | 'resolution'>): string {
  const open = changes.filter(({ outcome }) => outcome === 'proposal').length
  const merged = changes.length - open
  return `${formatCounted(open, 'field')} ${resolution ? 'decided' : 'to decide'}${merged > 0 ? `, ${formatCounted(merged, 'field')} merged automatically` : ''}`
}

function nameOf(row: FieldRow | undefined): string {
  return revealControls(row?.label ?? 'the document')
}

function ruleOf(row: FieldRow | undefined): string {
  return row?.field.rule === undefined ? 'in force' : `‘${revealControls(row.field.rule)}’`
}

function baseOf({ base }: ConflictView): string {
  return base?.version === undefined ? 'their common ancestor' : `v${base.version}`
}

function spoken(row: FieldRow | undefined, source: 'local' | 'remote'): string {
  return row ? short(row.cells[source].side) : 'not known'
}

/** `12→14`. */
function moveOf(row: FieldRow | undefined, source: 'local' | 'remote'): string {
  if (!row) return 'not known'
  return row.noBase ? short(row.cells[source].side) : `${short(row.cells.base.side)}→${short(row.cells[source].side)}`
}

function short(side: Side): string {
  const text = revealControls(speakSide(side))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function who({ actor, replica, replicaName = replica, at }: ConflictSide, { clock }: ReasonSentence): string {
  const parts = [actor, replicaName, at === undefined ? undefined : clock(at)].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? 'by whom is not known' : parts.map((part) => revealControls(String(part))).join(', ')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
