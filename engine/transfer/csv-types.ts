import type { CsvColumn } from './csv-columns.ts'
import type { CsvCell, CsvRecord } from './csv-record.ts'

/** For each column: whether its bare cells are numbers and booleans rather than texts. */
export type CsvTypes = readonly boolean[]

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** A number that reads back as the very same text: 007, 1.50, 1e5, +1 and 9007199254740993 are none. */
export function isPlainNumber(text: string): boolean {
  return PLAIN_NUMBER.test(text) && String(Number(text)) === text && (text.includes('.') || Number.isSafeInteger(Number(text)))
}

/**
 * Learns the type of each column: literal when every bare cell of it is a plain number, `true` or `false`; one other
 * bare cell makes all of them text, so that a column of codes never comes out half numbers. // T-12
 */
export class CsvTypeScan {
  readonly #literal: boolean[]

  constructor(columns: readonly (CsvColumn | undefined)[]) {
    this.#literal = columns.map(() => true)
  }

  add(records: readonly CsvRecord[]): void {
    for (const { cells } of records) {
      for (let index = 0; index < this.#literal.length; index += 1) {
        if (this.#literal[index] && !fits(cells[index])) this.#literal[index] = false
      }
    }
  }

  types(): CsvTypes {
    return this.#literal
  }
}

function fits(cell: CsvCell | undefined): boolean {
  if (cell === undefined || cell.quoted || cell.text === '') return true
  return cell.text === 'true' || cell.text === 'false' || isPlainNumber(cell.text)
}
