import { canonicalText, contentHash } from '../core/json/index.ts'
import type { Hash, JsonObject } from '../core/json/index.ts'
import { formatInstant } from '../core/query/index.ts'
import type { StoredDocument } from '../ports/storage.ts'
import { quote } from './csv-cells.ts'
import { neutralizeFormula } from '../core/csv-formula.ts'

/** The columns around a document in an export with metadata. A field of a document is never called so: its `$` is escaped. */
export const ENVELOPE_COLUMNS: readonly string[] = [
  '$key',
  '$version',
  '$hash',
  '$metadata:json',
  '$actor',
  '$createdAt',
  '$updatedAt',
]

export function cellsOfEnvelope(document: StoredDocument, hash: Hash): ReadonlyMap<string, string> {
  const text = (value: string): string => quote(neutralizeFormula(value))
  return new Map([
    ['$key', text(document.key)],
    ['$version', String(document.version)],
    ['$hash', text(contentHash(document.value ?? null, hash))],
    ['$metadata:json', quote(canonicalText(document.metadata as JsonObject))],
    ['$actor', text(document.actor)],
    ['$createdAt', text(formatInstant(document.createdAt))],
    ['$updatedAt', text(formatInstant(document.updatedAt))],
  ])
}
