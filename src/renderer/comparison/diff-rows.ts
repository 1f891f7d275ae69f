import type { DiffLine, DiffView, JsonValue } from '../../shared/contract.ts'
import { expandLine } from './expand-line.ts'
import { formatPath } from '../format/json-path.ts'

/** What one side of a difference holds. Nothing there, null and an empty text are three things and look like three. */
export type Side =
  | { readonly kind: 'absent' }
  | { readonly kind: 'null' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: JsonValue }

/** A line of a comparison as the console shows and speaks it. */
export interface DiffRow {
  readonly id: string
  readonly path: string
  readonly change: DiffLine['change']
  readonly glyph: string
  readonly word: string
  readonly before: Side
  readonly after: Side
  /** Both sides are texts too long for a cell: they are compared line by line on demand. */
  readonly longText: boolean
  readonly from?: string
}

const glyphs: Readonly<Record<DiffLine['change'], string>> = { added: '+', removed: '−', changed: '~', type: '⇄', moved: '↕' }
const words: Readonly<Record<DiffLine['change'], string>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  type: 'changed type',
  moved: 'moved',
}

const longTextLength = 120

export function sideOf(value: JsonValue | undefined): Side {
  if (value === undefined) return { kind: 'absent' }
  if (value === null) return { kind: 'null' }
  return value === '' ? { kind: 'empty' } : { kind: 'value', value }
}

function isLong(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && (value.length > longTextLength || value.includes('\n'))
}

export function toDiffRow(line: DiffLine): DiffRow {
  const path = formatPath(line.path)
  return {
    id: `${line.change} ${path}`,
    path,
    change: line.change,
    glyph: glyphs[line.change],
    word: words[line.change],
    before: sideOf(line.before),
    after: sideOf(line.after),
    longText: typeof line.before === 'string' && typeof line.after === 'string' && (isLong(line.before) || isLong(line.after)),
    ...(line.from ? { from: formatPath(line.from) } : {}),
  }
}

export function toDiffRows(view: DiffView): readonly DiffRow[] {
  return view.lines.flatMap(expandLine).map(toDiffRow)
}

/** A side as it is spoken. */
export function speakSide(side: Side): string {
  switch (side.kind) {
    case 'absent':
      return 'not present'
    case 'null':
      return 'null'
    case 'empty':
      return 'empty text'
    case 'value':
      return speakValue(side.value)
  }
}

function speakValue(value: JsonValue): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return `an object of ${Object.keys(value).length} fields`
  const text = String(value)
  return text.length > 80 ? `${text.slice(0, 80)} and more` : text
}

/** `price changed from 12 to 14`: what a screen reader says of a row instead of three cells. */
export function speakRow(row: DiffRow): string {
  if (row.change === 'added') return `${row.path} added: ${speakSide(row.after)}`
  if (row.change === 'removed') return `${row.path} removed: was ${speakSide(row.before)}`
  if (row.change === 'moved') return `${row.path} moved from ${row.from ?? 'elsewhere'}`
  return `${row.path} ${row.word} from ${speakSide(row.before)} to ${speakSide(row.after)}`
}

/** `3 changed, 1 added`: what a comparison amounts to. */
export function summarizeRows(rows: readonly DiffRow[], truncated = false): string {
  if (rows.length === 0) return 'No difference'
  const order = ['changed', 'type', 'added', 'removed', 'moved'] as const
  const parts = order.flatMap((change) => {
    const count = rows.filter((row) => row.change === change).length
    return count === 0 ? [] : [`${count} ${words[change]}`]
  })
  return parts.join(', ') + (truncated ? ', and more' : '')
}
