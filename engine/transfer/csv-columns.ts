import { SrvraError } from '../core/errors.ts'
import type { CsvCell } from './csv-record.ts'
import { FORMULA_START } from '../core/csv-formula.ts'
import { parseFieldPath, printFieldPath } from './field-path.ts'

const JSON_SUFFIX = ':json'

/** Where the cells of a column go. An empty path with `json` is the document as a whole. */
export interface CsvColumn {
  readonly name: string
  readonly path: readonly string[]
  /** The cells are JSON text. */
  readonly json: boolean
}

/**
 * The columns that a header names: `loc.type` is a nested field, `loc.coordinates:json` holds JSON, a backslash takes
 * the next character for itself. A column without a name is undefined. Throws E_IMPORT_FORMAT. // T-11
 */
export function parseCsvHeader(cells: readonly CsvCell[], line: number, envelope: boolean): readonly (CsvColumn | undefined)[] {
  const parse = envelope ? parseEnvelopeColumn : parseColumn
  const columns = cells.map((cell) => parse(cell.quoted ? cell.text : cell.text.trim(), line))
  const seen = new Set<string>()
  for (const column of columns) {
    if (column === undefined) continue
    const identity = columnName(column.path, column.json)
    if (seen.has(identity)) throw headerError(line, `names the column '${column.name}' twice`)
    seen.add(identity)
  }
  if (seen.size === 0) throw headerError(line, 'names no column')
  return columns
}

/** The header text of a column, such that a spreadsheet never takes it for a formula and it reads back the same. */
export function columnName(path: readonly string[], json: boolean): string {
  const text = path.map((name) => printFieldPath([name], ':').replace(/^\s/, String.raw`\$&`)).join('.')
  return (FORMULA_START.test(text) || text.startsWith('$') ? `\\${text}` : text) + (json ? JSON_SUFFIX : '')
}

/** In an export with metadata `$key` and its like stand beside the document, whose own columns lie below `value`. */
function parseEnvelopeColumn(name: string, line: number): CsvColumn | undefined {
  const column = parseColumn(name.startsWith('$') ? name.slice(1) : name, line)
  if (column === undefined || name.startsWith('$')) return column && { ...column, name }
  return { ...column, path: ['value', ...column.path] }
}

function parseColumn(name: string, line: number): CsvColumn | undefined {
  // After an odd number of backslashes the colon is a part of the name.
  const json = /(?:^|[^\\])(?:\\\\)*:json$/.test(name)
  const text = json ? name.slice(0, -JSON_SUFFIX.length) : name
  if (text === '') return json ? { name, path: [], json } : undefined
  const path = parsePath(text, line)
  if (path.includes('__proto__')) {
    throw new SrvraError('E_KEY_FORBIDDEN', `The header names the column '${name}': a field can not be called '__proto__'.`, {
      line,
      column: name,
    })
  }
  return { name, path, json }
}

/** A name with a dot that joins nothing, such as `No. of items`, is taken as it stands. */
function parsePath(text: string, line: number): readonly string[] {
  if (!text.includes('\\') && /^\.|\.(?:\s|\.|$)/.test(text)) return [text]
  try {
    return parseFieldPath(text)
  } catch (cause) {
    throw headerError(line, `names the column '${text}', which is no field path`, cause)
  }
}

function headerError(line: number, why: string, cause?: unknown): SrvraError {
  return new SrvraError('E_IMPORT_FORMAT', `The header (line ${line}) ${why}.`, { line }, { cause })
}
