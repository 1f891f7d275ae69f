import { SrvraError } from '../core/errors.ts'
import type { RowText } from './import-row.ts'
import { RowBytes } from './row-bytes.ts'

const LINE_FEED = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** The elements of one JSON array as texts, a list for each chunk; never the file as a whole. // T-8 */
export async function* jsonArrayRows(chunks: AsyncIterable<Buffer>, maxRowBytes: number): AsyncGenerator<readonly RowText[]> {
  const splitter = new JsonArraySplitter(maxRowBytes)
  for await (const chunk of chunks) yield splitter.push(chunk)
  splitter.end()
}

/**
 * Finds where the elements of an array begin and end, and nothing more: quotes and brackets are followed, the element's
 * own text is left to the parser.
 */
class JsonArraySplitter {
  #state: 'before' | 'element' | 'after' = 'before'
  #line = 1
  #depth = 0
  #inText = false
  #escaped = false
  /** Line of the element's first character; 0 while only white space was seen. */
  #elementLine = 0
  #elements = 0
  readonly #row: RowBytes

  constructor(maxRowBytes: number) {
    this.#row = new RowBytes(maxRowBytes)
  }

  push(chunk: Buffer): readonly RowText[] {
    const rows: RowText[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (this.#inText) this.#insideText(byte)
      else if (byte === LINE_FEED) this.#line += 1
      else if (byte > 0x20) {
        if (this.#state !== 'element') start = this.#outside(byte, at)
        else if (this.#depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET)) {
          this.#finish(byte, chunk.subarray(start, at), rows)
          start = at + 1
        } else this.#inside(byte)
      }
    }
    if (this.#state === 'element') this.#row.add(chunk.subarray(start), this.#elementLine || this.#line)
    return rows
  }

  end(): void {
    if (this.#state === 'after') return
    const line = this.#elementLine || this.#line
    const where = this.#elementLine === 0 ? 'The array is not closed' : `The element that begins in line ${line} is cut short`
    if (this.#state === 'before') throw notAnArray(line)
    throw new SrvraError(
      'E_IMPORT_TRUNCATED',
      `${where}: the file ends in line ${this.#line} before its last bracket. Get the whole file and import it again.`,
      { line },
    )
  }

  /** A control character, a line feed too, is no text in JSON: the parser will say so. */
  #insideText(byte: number): void {
    if (byte === LINE_FEED) this.#line += 1
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inText = false
  }

  #inside(byte: number): void {
    if (this.#elementLine === 0) this.#elementLine = this.#line
    if (byte === QUOTE) this.#inText = true
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth = Math.max(0, this.#depth - 1)
  }

  /** Before the array's bracket, or behind the one that closed it. */
  #outside(byte: number, at: number): number {
    if (this.#state === 'after') {
      throw new SrvraError('E_IMPORT_FORMAT', `Line ${this.#line} goes on after the array has ended. One file holds one array.`, {
        line: this.#line,
      })
    }
    if (byte !== OPEN_BRACKET) throw notAnArray(this.#line)
    this.#state = 'element'
    return at + 1
  }

  #finish(byte: number, rest: Buffer, rows: RowText[]): void {
    const line = this.#elementLine
    this.#row.add(rest, line || this.#line)
    const text = this.#row.take()
    if (byte === CLOSE_BRACKET) this.#state = 'after'
    // `[]` is the one place where an element may be absent.
    if (line === 0 && (byte === COMMA || this.#elements > 0)) {
      throw new SrvraError('E_IMPORT_FORMAT', `There is a comma too many in line ${this.#line}.`, { line: this.#line })
    }
    if (line !== 0) rows.push({ line, text: text.trim() })
    this.#elements += 1
    this.#elementLine = 0
  }
}

function notAnArray(line: number): SrvraError {
  return new SrvraError(
    'E_IMPORT_FORMAT',
    `A JSON file to import is one array of documents; line ${line} does not begin with '['. One document a line is NDJSON: --format ndjson.`,
    { line },
  )
}
