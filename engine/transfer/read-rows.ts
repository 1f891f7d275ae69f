import { SrvraError } from '../core/errors.ts'
import { parseJson } from '../core/json/index.ts'
import type { JsonLimits } from '../core/json/index.ts'
import type { TransferFormat } from './transfer-format.ts'
import type { CsvReading } from './csv-rows.ts'
import { csvRows } from './csv-rows.ts'
import { cutShort } from './import-row.ts'
import type { ImportRow, RowText } from './import-row.ts'
import { jsonArrayRows } from './json-array-rows.ts'
import { ndjsonRows } from './ndjson-rows.ts'

/** How rows are read from a file's chunks. `csv` is what was learnt from the file before, see `learnCsv`. */
export interface RowReading {
  readonly format: TransferFormat
  readonly limits: JsonLimits
  readonly csv?: CsvReading
}

/** A row may be longer than a document, for white space and the envelope around it, but not without end. */
export function maxRowBytes(limits: JsonLimits): number {
  return limits.maxBytes * 2 + 4096
}

/** The rows of a file, a bounded list at a time. A row that is wrong comes with its problem; what makes the rest unreadable throws. */
export async function* readRows(chunks: AsyncIterable<Buffer>, reading: RowReading): AsyncGenerator<readonly ImportRow[]> {
  const limit = maxRowBytes(reading.limits)
  if (reading.format === 'csv') yield* csvRows(chunks, reading.csv ?? { types: [], envelope: false }, reading.limits, limit)
  else {
    const texts = reading.format === 'json' ? jsonArrayRows(chunks, limit) : ndjsonRows(chunks, limit)
    for await (const rows of texts) yield rows.map((row) => parseRow(row, reading.limits))
  }
}

function parseRow({ line, text, last }: RowText, limits: JsonLimits): ImportRow {
  try {
    return { line, value: parseJson(text, limits) }
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return { line, problem: last === true && error.code === 'E_JSON_SYNTAX' ? cutShort(line, error) : error }
  }
}
