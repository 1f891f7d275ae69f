import { SrvraError } from '../core/errors.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import type { JsonLimits, JsonValue } from '../core/json/index.ts'
import { learnCsv } from './csv-rows.ts'
import { isEnvelope } from './envelope.ts'
import { valueAt } from './field-path.ts'
import type { ImportRow } from './import-row.ts'
import { detectFormat, openImportSource } from './import-source.ts'
import type { ImportSource } from './import-source.ts'
import { applyKeyTemplate, parseKeyTemplate } from './key-template.ts'
import { maxRowBytes, readRows } from './read-rows.ts'
import { suggestTemplate, topFields } from './suggest-template.ts'
import type { TransferFormat } from './transfer-format.ts'

/** So many rows are looked at for fields and template, and so many shown. */
const SAMPLE_ROWS = 200
const SHOWN_ROWS = 20

export interface ImportSample {
  readonly format: TransferFormat
  readonly sizeBytes: number
  /** Names of the fields at the top of the rows seen. */
  readonly fields: readonly string[]
  /** Empty when no field looks like an identity, and for a file whose rows know their keys. */
  readonly suggestedTemplate: string
  /** The rows are an export with metadata: they need no template. */
  readonly envelopes: boolean
  readonly rows: readonly { readonly line: number; readonly key?: string; readonly value?: JsonValue; readonly problem?: string }[]
}

/** Looks at the beginning of a file, whatever its size. A bad row shows its problem. Throws E_FILE, E_IMPORT_*. // T-22 */
export async function previewImport(
  plan: { readonly file: string; readonly format?: TransferFormat; readonly keyTemplate?: string },
  limits: JsonLimits = DEFAULT_JSON_LIMITS,
): Promise<ImportSample> {
  const source = await openImportSource(plan.file)
  const format = plan.format ?? (await detectFormat(source))
  const plain = await readSample(source, format, limits, false)
  const envelopes = areEnvelopes(format, valuesOf(plain))
  // A CSV file says by its header that it holds envelopes, and is read otherwise then.
  const sample = envelopes && format === 'csv' ? await readSample(source, format, limits, true) : plain
  const values = valuesOf(sample)
  const suggestedTemplate = envelopes ? '' : suggestTemplate(plan.file, values)
  const template = plan.keyTemplate ?? suggestedTemplate
  return {
    format,
    sizeBytes: source.sizeBytes,
    fields: topFields(values),
    suggestedTemplate,
    envelopes,
    rows: sample.slice(0, SHOWN_ROWS).map((row) => shownRow(row, envelopes ? undefined : template)),
  }
}

function valuesOf(rows: readonly ImportRow[]): readonly JsonValue[] {
  return rows.flatMap((row) => (row.value === undefined ? [] : [row.value]))
}

function areEnvelopes(format: TransferFormat, values: readonly JsonValue[]): boolean {
  if (format !== 'csv') return values.length > 0 && values.every(isEnvelope)
  const fields = topFields(values)
  return fields.includes('$key') && fields.includes('$version')
}

async function readSample(
  source: ImportSource,
  format: TransferFormat,
  limits: JsonLimits,
  envelope: boolean,
): Promise<readonly ImportRow[]> {
  const rows: ImportRow[] = []
  try {
    const csv =
      format === 'csv' ? await learnCsv(source.chunks(), envelope, maxRowBytes(limits), SAMPLE_ROWS) : { types: [], envelope }
    for await (const list of readRows(source.chunks(), { format, limits, csv })) {
      rows.push(...list)
      if (rows.length >= SAMPLE_ROWS) break
    }
  } catch (error) {
    // What came before a fault of form is still worth showing, with the fault as the last row.
    if (!(error instanceof SrvraError) || rows.length === 0) throw error
    rows.push({ line: Number(error.details['line'] ?? 0), problem: error })
  }
  return rows.slice(0, SAMPLE_ROWS)
}

/** Without a template the rows are envelopes, which know their keys. */
function shownRow(row: ImportRow, template: string | undefined): ImportSample['rows'][number] {
  if (row.problem !== undefined) return { line: row.line, problem: row.problem.message }
  const { line, value } = row
  const own = valueAt(value, ['key'])
  if (template === undefined) return typeof own === 'string' ? { line, value, key: own } : { line, value }
  if (template === '') return { line, value }
  try {
    return { line, value, key: applyKeyTemplate(parseKeyTemplate(template), value) }
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return { line, value, problem: error.message }
  }
}
