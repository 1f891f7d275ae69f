/** One cell of a CSV file. */
export interface CsvCell {
  readonly text: string
  /** Whether the cell stood in quotes: only a bare one can be anything but text. */
  readonly quoted: boolean
}

/** One record of a CSV file; `line` is where it begins, from 1. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly CsvCell[]
  /** Set when the end of the file, not a line end, ended it. */
  readonly last?: boolean
}
