import type { TransferFormat } from './transfer-format.ts'
import { SrvraError } from '../core/errors.ts'

export interface ImportProblem {
  /** Where the row begins, from 1, and which one it is, from 1: a JSON file may have many rows in a line. */
  readonly line: number
  readonly row: number
  readonly code: string
  readonly message: string
  readonly key?: string
}

/** What an import did, or what a dry run says that it would do. */
export interface ImportReport {
  readonly format: TransferFormat
  readonly dryRun: boolean
  /** Rows read, the bad ones included. */
  readonly rows: number
  /** Documents that are new, that have another value now, and that had this value already and so got no version. */
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  /** Rows that a later row of the file replaced; always 0 unless asked for. */
  readonly replaced: number
  readonly bad: number
  /** The first hundred, in the order of the file. */
  readonly problems: readonly ImportProblem[]
  /** The part of the log that the import made, for `undo`; absent when nothing was written. */
  readonly range?: { readonly fromSeq: number; readonly toSeq: number }
}

/** A file with bad rows: nothing of it was imported. The message tells the first bad line, the report has more. */
export class ImportRefused extends SrvraError {
  readonly report: ImportReport

  constructor(report: ImportReport) {
    const first = report.problems[0] ?? { line: 0, row: 0, code: 'E_IMPORT_ROW', message: '' }
    const where = report.format === 'json' ? `Line ${first.line}, row ${first.row}` : `Line ${first.line}`
    const others = report.bad > 1 ? ` ${report.bad - 1} more of ${report.rows} rows are bad.` : ''
    super('E_IMPORT_REFUSED', `${where}: ${first.message}${others} Nothing was imported.`, {
      line: first.line,
      row: first.row,
      reason: first.code,
      bad: report.bad,
      rows: report.rows,
    })
    this.name = 'ImportRefused'
    this.report = report
  }
}

const MAX_PROBLEMS = 100

/** Counts bad rows and keeps the first of them. */
export class ProblemList {
  readonly problems: ImportProblem[] = []
  count = 0

  add({ row, line }: { readonly row: number; readonly line: number }, error: SrvraError, key?: string): void {
    this.count += 1
    if (this.problems.length >= MAX_PROBLEMS) return
    this.problems.push({ line, row, code: error.code, message: error.message, ...(key === undefined ? {} : { key }) })
  }
}

/** Faults that make the rest of a file unreadable name their line; a cancelled or failed read does not. */
export function isFaultOfForm(error: unknown): error is SrvraError {
  return error instanceof SrvraError && typeof error.details['line'] === 'number'
}
