import type { CsvCell, CsvRecord } from './csv-record.ts'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Turns byte offsets of records into line numbers, holding no more bytes than the records not yet placed. // T-10 */
export class CsvLines {
  #bytes: Buffer = Buffer.alloc(0)
  /** Offset in the file of the first byte held, and its line. */
  #offset = 0
  #line = 1

  add(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
  }

  /** The line where the record that was not yet placed begins: blank lines before it are not its own. */
  next(): number {
    let line = this.#line
    for (const byte of this.#bytes) {
      if (byte === LINE_FEED) line += 1
      else if (byte !== CARRIAGE_RETURN) break
    }
    return line
  }

  /** A list of one, or of none for a line of white space. */
  place(parsed: { readonly record: readonly CsvCell[]; readonly info: { readonly bytes: number } }): readonly CsvRecord[] {
    const line = this.next()
    const end = parsed.info.bytes - this.#offset
    const last = this.#bytes[end - 1] !== LINE_FEED
    for (let at = this.#bytes.indexOf(LINE_FEED); at >= 0 && at < end; at = this.#bytes.indexOf(LINE_FEED, at + 1)) this.#line += 1
    this.#bytes = this.#bytes.subarray(end)
    this.#offset += end
    const [only] = parsed.record
    if (parsed.record.length === 1 && only !== undefined && !only.quoted && only.text.trim() === '') return []
    return [{ line, cells: parsed.record, ...(last ? { last: true } : {}) }]
  }
}
