import { neutralizeFormula } from '../../core/csv-formula.ts'
import type { LinkedEntry } from './audit-entry.ts'

export type AuditFormat = 'ndjson' | 'csv' | 'cef'

/** What is written before the first entry; empty in most formats. */
export function headOf(format: AuditFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : ''
}

/** One entry as a line of a format, with its end. // A-11 */
export function lineOf(entry: LinkedEntry, format: AuditFormat, version: string): string {
  if (format === 'ndjson') return `${JSON.stringify(entry)}\n`
  return format === 'csv' ? `${cellsOf(entry).map(csvCell).join(',')}\r\n` : `${cefOf(entry, version)}\n`
}

const COLUMNS = [
  'n',
  'at',
  'actor',
  'origin',
  'action',
  'target',
  'outcome',
  'code',
  'seq',
  'through',
  'version',
  'details',
  'link',
]

function cellsOf({ n, at, actor, origin, action, target, outcome, code, changes, details, link }: LinkedEntry): readonly string[] {
  const { seq, through, version } = changes ?? {}
  const instant = new Date(at).toISOString()
  const cells = [
    n,
    instant,
    actor,
    origin,
    action,
    target,
    outcome,
    code,
    seq,
    through,
    version,
    details && JSON.stringify(details),
    link,
  ]
  return cells.map((cell) => (cell === undefined ? '' : String(cell)))
}

/** RFC 4180, with nothing in it that a spreadsheet would run. */
function csvCell(text: string): string {
  const safe = neutralizeFormula(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const SEVERITY = { done: 3, refused: 6, failed: 5 } as const

/** ArcSight's Common Event Format: a header with `|` escaped, an extension with `=` and line ends escaped. */
function cefOf(
  { n, at, actor, origin, action, target, outcome, code, changes, details, link }: LinkedEntry,
  version: string,
): string {
  const header = ['CEF:0', 'SRVRA', 'Sync', version, action, action, String(SEVERITY[outcome])].map(cefHeader).join('|')
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ['rt', at],
    ['externalId', n],
    ['suser', actor],
    ['shost', origin],
    ['act', action],
    ['outcome', outcome],
    ['reason', code],
    ['duid', target],
    ['cn1', changes?.seq],
    ['cn1Label', changes && 'change'],
    ['cs1', link],
    ['cs1Label', 'link'],
    ['msg', details && JSON.stringify(details)],
  ]
  const extension = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${cefValue(String(value))}`]))
  return `${header}|${extension.join(' ')}`
}

function cefHeader(text: string): string {
  return text.replaceAll(/[\\|]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' ')
}

function cefValue(text: string): string {
  return text
    .replaceAll(/[\\=]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\n', String.raw`\n`)
}
