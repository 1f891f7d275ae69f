import type { ConflictField, ConflictView, JsonValue } from '../../shared/contract.ts'
import { type Side, sideOf, speakSide } from '../comparison/diff-rows.ts'
import { equalJson } from '../editing/equal-json.ts'
import { pointerText } from './pointer-text.ts'

/** How a side differs from the base at a path. */
export type SideChange = 'same' | 'changed' | 'added' | 'removed' | 'type'

export type Source = 'base' | 'local' | 'remote'

/** A cell of the grid: what a source has there, and how it differs from the base. */
export interface SourceCell {
  readonly side: Side
  readonly change: SideChange
}

/** A path that a side changed, as the grid has it. */
export interface FieldRow {
  /** JSON pointer: what a choice names. */
  readonly path: string
  readonly label: string
  /** For a person to decide. */
  readonly open: boolean
  readonly field: ConflictField
  readonly cells: Readonly<Record<Source, SourceCell>>
  readonly noBase: boolean
  /** One side deleted what the other edited: a choice for the whole. */
  readonly deleted: 'local' | 'remote' | undefined
  /** Lists and texts can have what both sides have. */
  readonly joinable: boolean
  /** Texts too long for a cell: compared line by line on demand. */
  readonly longText: boolean
}

const glyphs: Readonly<Record<SideChange, string>> = { same: '', changed: '~', added: '+', removed: '−', type: '⇄' }
const words: Readonly<Record<SideChange, string>> = {
  same: 'as in the base',
  changed: 'changed',
  added: 'added',
  removed: 'deleted',
  type: 'of another type',
}
const longTextLength = 80

/** The rows of a conflict: what waits first, each part in the order of the document. // V-152 */
export function fieldRows({ changes, base }: Pick<ConflictView, 'changes' | 'base'>): readonly FieldRow[] {
  const rows = changes.map((field) => fieldRow(field, base === undefined))
  return [...rows.filter(({ open }) => open), ...rows.filter(({ open }) => !open)]
}

function fieldRow(field: ConflictField, noBase: boolean): FieldRow {
  const { path, base, ours, theirs, reason } = field
  const open = field.outcome === 'proposal'
  const deletion = ours === undefined ? 'local' : 'remote'
  return {
    path,
    label: pointerText(path),
    open,
    field,
    noBase,
    cells: {
      base: { side: sideOf(base), change: 'same' },
      local: { side: sideOf(ours), change: noBase ? 'same' : changeOf(base, ours) },
      remote: { side: sideOf(theirs), change: noBase ? 'same' : changeOf(base, theirs) },
    },
    deleted: open && reason === 'DELETE_VS_EDIT' ? deletion : undefined,
    joinable: (Array.isArray(ours) && Array.isArray(theirs)) || (typeof ours === 'string' && typeof theirs === 'string'),
    longText: [ours, theirs].every((value) => typeof value === 'string') && [base, ours, theirs].some(isLong),
  }
}

export function changeGlyph(change: SideChange): string {
  return glyphs[change]
}

/** `changed to 14`, `deleted`: what is spoken of a cell instead of its glyph and colour. */
export function speakCell({ side, change }: SourceCell): string {
  if (change === 'removed') return words.removed
  return `${change === 'same' ? '' : `${words[change]}: `}${speakSide(side)}`
}

function changeOf(base: JsonValue | undefined, value: JsonValue | undefined): SideChange {
  if (equalJson(base, value)) return 'same'
  if (base === undefined) return 'added'
  if (value === undefined) return 'removed'
  return typeName(base) === typeName(value) ? 'changed' : 'type'
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

function isLong(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && (value.length > longTextLength || value.includes('\n'))
}
