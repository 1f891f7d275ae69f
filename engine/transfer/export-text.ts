import { canonicalText } from '../core/json/index.ts'
import type { Hash } from '../core/json/index.ts'
import type { StoredDocument } from '../ports/storage.ts'
import { cellsOfEnvelope, ENVELOPE_COLUMNS } from './csv-envelope.ts'
import { cellsOfDocument, quote } from './csv-cells.ts'
import { envelopeOf } from './envelope.ts'
import type { TransferFormat } from './transfer-format.ts'

/** Turns documents into the text of a file, piece by piece. */
export interface ExportText {
  readonly begin: string
  /** The documents of a page; `first` when none came before. */
  readonly page: (documents: readonly StoredDocument[], first: boolean) => string
  readonly end: string
}

/** The text form of a format. CSV needs the columns beforehand, see `CsvColumnSet`. // T-14, T-16 */
export function exportText(format: TransferFormat, envelope: Hash | undefined, columns: readonly string[]): ExportText {
  if (format === 'csv') return csvText(envelope, columns)
  const line = (document: StoredDocument): string =>
    canonicalText(envelope === undefined ? (document.value ?? null) : envelopeOf(document, envelope))
  if (format === 'ndjson')
    return { begin: '', page: (documents) => documents.map((document) => `${line(document)}\n`).join(''), end: '' }
  return {
    begin: '[',
    page: (documents, first) =>
      documents.map((document, index) => `${first && index === 0 ? '\n' : ',\n'}${line(document)}`).join(''),
    end: '\n]\n',
  }
}

function csvText(envelope: Hash | undefined, columns: readonly string[]): ExportText {
  const names = envelope === undefined ? columns : [...ENVELOPE_COLUMNS, ...columns]
  const row = (document: StoredDocument): string => {
    const cells = cellsOfDocument(document.value ?? null)
    const around = envelope === undefined ? undefined : cellsOfEnvelope(document, envelope)
    return names.map((name) => around?.get(name) ?? cells.get(name) ?? '').join(',')
  }
  return {
    begin: names.length === 0 ? '' : `${names.map(headerCell).join(',')}\n`,
    page: (documents) => documents.map((document) => `${row(document)}\n`).join(''),
    end: '',
  }
}

function headerCell(name: string): string {
  return /^[\w.$:-]+$/.test(name) ? name : quote(name)
}
