import { Parser } from 'csv-parse'
import { SrvraError } from '../core/errors.ts'
import { CsvLines } from './csv-lines.ts'
import type { CsvCell, CsvRecord } from './csv-record.ts'
import { rowTooLong } from './row-bytes.ts'

/** So much of a file is looked at for its delimiter. */
const HEADER_BYTES = 65_536

interface ParsedRecord {
  readonly record: readonly CsvCell[]
  readonly info: { readonly bytes: number }
}

/**
 * The records of a CSV file (RFC 4180; lines end in LF or CR LF, mixed), blank lines left out, a list for each chunk.
 * Throws E_IMPORT_FORMAT, E_IMPORT_TRUNCATED or E_TOO_LARGE with the line of the record at fault. // T-10
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, maxRowBytes: number): AsyncGenerator<readonly CsvRecord[]> {
  const lines = new CsvLines()
  let parser: Parser | undefined
  try {
    for await (const chunk of fromWholeLine(chunks)) {
      parser ??= createParser(findDelimiter(chunk), maxRowBytes)
      lines.add(chunk)
      parser.write(chunk)
      yield takeRecords(parser, lines)
      if (parser.errored) throw csvError(parser.errored, lines.next(), maxRowBytes)
    }
    if (parser === undefined) return
    parser.end()
    const rest: CsvRecord[] = []
    for await (const parsed of parser) rest.push(...lines.place(parsed as ParsedRecord))
    yield rest
  } catch (error) {
    throw error instanceof SrvraError ? error : csvError(error, lines.next(), maxRowBytes)
  } finally {
    parser?.destroy()
  }
}

/** The parser counts a line end inside quotes twice when it is CR LF, so lines are counted here, from byte offsets. */
function takeRecords(parser: Parser, lines: CsvLines): readonly CsvRecord[] {
  const records: CsvRecord[] = []
  for (let parsed = parser.read() as ParsedRecord | null; parsed !== null; parsed = parser.read() as ParsedRecord | null) {
    records.push(...lines.place(parsed))
  }
  return records
}

function createParser(delimiter: string, maxRowBytes: number): Parser {
  const parser = new Parser({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
    info: true,
    cast: (text, { quoting }): CsvCell => ({ text, quoted: quoting }),
  })
  // The error is read from `parser.errored`; without a listener it would end the process.
  parser.on('error', () => undefined)
  return parser
}

/** The same bytes with the first line in one chunk: the delimiter is found by looking at it. */
async function* fromWholeLine(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (held === undefined) yield chunk
    else {
      held = Buffer.concat([held, chunk])
      if (held.length < HEADER_BYTES && !held.includes('\n')) continue
      yield held
      held = undefined
    }
  }
  if (held !== undefined && held.length > 0) yield held
}

/** The one of comma, semicolon and tab that the header line has most of, outside quotes. */
function findDelimiter(chunk: Buffer): string {
  const header =
    chunk
      .toString('utf8', 0, Math.min(chunk.length, HEADER_BYTES))
      .replace(/"(?:[^"]|"")*(?:"|$)/g, '')
      .split('\n', 1)[0] ?? ''
  const count = (one: string): number => header.split(one).length
  return [';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best), ',')
}

function csvError(error: unknown, line: number, maxRowBytes: number): SrvraError {
  const code = (error as { code?: unknown } | undefined)?.code
  const options = { cause: error }
  if (code === 'CSV_MAX_RECORD_SIZE') return rowTooLong(line, maxRowBytes)
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return new SrvraError(
      'E_IMPORT_TRUNCATED',
      `The row that begins in line ${line} is cut short: a quote is still open at the end of the file.`,
      { line },
      options,
    )
  }
  return new SrvraError(
    'E_IMPORT_FORMAT',
    `The row that begins in line ${line} has a quote in the wrong place. Double a quote inside quotes, and put quotes around the whole cell.`,
    { line },
    options,
  )
}
