import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { ImportEntry } from './import-entry.ts'
import { importPass } from './import-pass.ts'
import type { BadRow, ImportWork, PassPlace } from './import-pass.ts'
import { isFaultOfForm, ProblemList } from './import-report.ts'
import { KeyRows } from './key-rows.ts'

/** What the first pass over a file found. */
export interface ImportCheck {
  readonly rows: number
  readonly bad: ProblemList
  /** Which row counts for a key; absent when no key comes twice, so that the writing need not hold them all. */
  readonly keys?: KeyRows
  /** Rows whose key a later row has again, where that is allowed. */
  readonly replaced: number
  /** False when a fault of form made the rest of the file unreadable. */
  readonly complete: boolean
}

export interface CheckRules {
  readonly onDuplicate: 'refuse' | 'last'
  /** Throws what is wrong with a value for a key: the schema's word. */
  readonly checkValue: (key: string, value: JsonValue) => void
}

interface Findings {
  rows: number
  /** Keys that come again. */
  repeated: number
  complete: boolean
  readonly bad: ProblemList
  readonly keys: KeyRows
  /** The line of each row, so that a key that comes again can say where it was. */
  readonly lines: number[]
}

/** Reads the whole file and writes nothing: every row's problem, every key that comes twice. // T-17, T-18 */
export async function checkImport(work: ImportWork, rules: CheckRules, place: PassPlace): Promise<ImportCheck> {
  const findings: Findings = { rows: 0, repeated: 0, complete: false, bad: new ProblemList(), keys: new KeyRows(), lines: [] }
  try {
    for await (const slice of importPass(work, place)) for (const row of slice) checkRow(row, rules, findings)
    findings.complete = true
  } catch (error) {
    if (!isFaultOfForm(error)) throw error
    findings.rows += 1
    findings.bad.add({ row: findings.rows, line: Number(error.details['line']) }, error)
  }
  const { rows: count, bad, complete, repeated, keys } = findings
  const replaced = rules.onDuplicate === 'last' ? repeated : 0
  return { rows: count, bad, complete, replaced, ...(repeated > 0 ? { keys } : {}) }
}

function checkRow(row: ImportEntry | BadRow, rules: CheckRules, findings: Findings): void {
  findings.rows += 1
  findings.lines.push(row.line)
  if ('key' in row) checkEntry(row, rules, findings)
  else findings.bad.add(row, row.problem)
}

function checkEntry(entry: ImportEntry, { onDuplicate, checkValue }: CheckRules, findings: Findings): void {
  const { key, value, row } = entry
  const before = findings.keys.note(key, row)
  if (before !== undefined) findings.repeated += 1
  if (before !== undefined && onDuplicate === 'refuse')
    findings.bad.add(entry, duplicate(key, findings.lines[before - 1] ?? 0, entry.line), key)
  try {
    checkValue(key, value)
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    findings.bad.add(entry, error, key)
  }
}

function duplicate(key: string, first: number, line: number): SrvraError {
  const where = first === line ? 'earlier in this line' : `in line ${first} already`
  return new SrvraError('E_IMPORT_DUPLICATE', `The key '${key}' is ${where}. Keep one of the two, or let the last one win.`, {
    key,
    first,
    line,
  })
}
