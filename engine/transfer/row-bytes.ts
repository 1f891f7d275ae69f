import { SrvraError } from '../core/errors.ts'

/** Collects the bytes of one row across chunks, so that a row is copied once and never grows past its limit. // T-7 */
export class RowBytes {
  #parts: Buffer[] = []
  #size = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get empty(): boolean {
    return this.#size === 0
  }

  add(part: Buffer, line: number): void {
    if (part.length === 0) return
    this.#size += part.length
    if (this.#size > this.#limit) throw rowTooLong(line, this.#limit)
    this.#parts.push(part)
  }

  /** The text of what was collected; the next row begins. */
  take(): string {
    const text =
      this.#parts.length === 1 ? (this.#parts[0] as Buffer).toString('utf8') : Buffer.concat(this.#parts).toString('utf8')
    this.#parts = []
    this.#size = 0
    return text
  }
}

export function rowTooLong(line: number, limit: number): SrvraError {
  return new SrvraError(
    'E_TOO_LARGE',
    `The row that begins in line ${line} is longer than ${limit} bytes. Is a quote or a bracket left open there?`,
    { line, limit },
  )
}
