import { admitKey } from '../core/json/index.ts'
import type { Hash, JsonLimits, JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import { parseEnvelope } from './envelope.ts'
import type { ImportRow } from './import-row.ts'
import { applyKeyTemplate } from './key-template.ts'
import type { KeyTemplate } from './key-template.ts'

/** A row that is good in itself: what is to be written, and where in the file it came from. */
export interface ImportEntry {
  /** From 1; several rows of a JSON file may share a line. */
  readonly row: number
  readonly line: number
  readonly key: string
  readonly value: JsonValue
  /** From an envelope only. */
  readonly metadata?: DocumentMetadata
  readonly version?: number
}

/** How a row becomes a document: by a key template, or (without one) as the envelope that it is. */
export interface RowMapping {
  readonly template?: KeyTemplate
  readonly limits: JsonLimits
  readonly hash: Hash
}

/** Throws the row's own problem, E_KEY_FIELD, E_KEY, or E_IMPORT_ENVELOPE. */
export function entryOfRow(read: ImportRow, row: number, mapping: RowMapping): ImportEntry {
  if (read.problem !== undefined) throw read.problem
  const { line, value } = read
  if (mapping.template !== undefined) return { row, line, key: admitKey(applyKeyTemplate(mapping.template, value)), value }
  const envelope = parseEnvelope(value, mapping.limits, mapping.hash)
  return { row, line, ...envelope, key: admitKey(envelope.key) }
}
