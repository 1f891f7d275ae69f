import { SrvraError } from '../core/errors.ts'
import { admitJson } from '../core/json/index.ts'
import type { JsonLimits } from '../core/json/index.ts'
import type { CsvColumn } from './csv-columns.ts'
import { parseCsvHeader } from './csv-columns.ts'
import { documentOfCells } from './csv-document.ts'
import type { CsvRecord } from './csv-record.ts'
import { csvRecords } from './csv-records.ts'
import type { CsvTypes } from './csv-types.ts'
import { CsvTypeScan } from './csv-types.ts'
import { cutShort } from './import-row.ts'
import type { ImportRow } from './import-row.ts'

/** What reading a CSV file needs to know beforehand. */
export interface CsvReading {
  /** Empty: every bare cell is text. */
  readonly types: CsvTypes
  /** Whether columns such as `$key` make the envelope of an export with metadata. */
  readonly envelope: boolean
}

/** Reads the file once to learn the types of its columns; stops after `rows` rows where given. // T-12 */
export async function learnCsv(
  chunks: AsyncIterable<Buffer>,
  envelope: boolean,
  maxRowBytes: number,
  rows = Number.POSITIVE_INFINITY,
): Promise<CsvReading> {
  let scan: CsvTypeScan | undefined
  let seen = 0
  for await (const records of csvRecords(chunks, maxRowBytes)) {
    const [header] = records
    if (scan === undefined && header !== undefined) scan = new CsvTypeScan(parseCsvHeader(header.cells, header.line, envelope))
    else if (scan === undefined) continue
    const below = seen === 0 ? records.slice(1) : records
    scan.add(below)
    seen += records.length
    if (seen > rows) break
  }
  return { types: scan?.types() ?? [], envelope }
}

/** The rows below the header as documents, or as envelopes. */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  { types, envelope }: CsvReading,
  limits: JsonLimits,
  maxRowBytes: number,
): AsyncGenerator<readonly ImportRow[]> {
  let columns: readonly (CsvColumn | undefined)[] | undefined
  for await (const records of csvRecords(chunks, maxRowBytes)) {
    let rows = records
    if (columns === undefined) {
      const [header, ...others] = records
      if (header === undefined) continue
      columns = parseCsvHeader(header.cells, header.line, envelope)
      rows = others
    }
    const names = columns
    yield rows.map((record) => rowOfRecord(names, types, record, limits))
  }
}

function rowOfRecord(
  columns: readonly (CsvColumn | undefined)[],
  types: CsvTypes,
  record: CsvRecord,
  limits: JsonLimits,
): ImportRow {
  const { line } = record
  try {
    return { line, value: admitJson(documentOfCells(columns, types, record.cells), limits) }
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return { line, problem: record.last === true && record.cells.length < columns.length ? cutShort(line, error) : error }
  }
}
