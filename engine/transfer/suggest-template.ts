import { basename, extname } from 'node:path'
import type { JsonValue } from '../core/json/index.ts'
import { printFieldPath, valueAt } from './field-path.ts'

const NAMES = [/^(_id|id|key|uuid|guid)$/i, /(?:_id|-id|Id|ID)$/, /^(code|slug|iata|icao|isbn|sku|email|name)$/i]

/**
 * A key template for rows that look like these: the file's name, then the first field that looks like an identity and
 * tells the rows of the sample apart. An empty text when there is none. // T-4
 */
export function suggestTemplate(file: string, rows: readonly JsonValue[]): string {
  const fields = topFields(rows)
  for (const name of NAMES) {
    const field = fields.find((candidate) => name.test(candidate) && isIdentity(candidate, rows))
    if (field !== undefined) return `${collectionName(file)}/{${printFieldPath([field])}}`
  }
  return ''
}

/** Member names of the rows that are objects, in order of first appearance. */
export function topFields(rows: readonly JsonValue[]): readonly string[] {
  const names = new Set<string>()
  for (const row of rows) {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) for (const name of Object.keys(row)) names.add(name)
  }
  return [...names]
}

function isIdentity(field: string, rows: readonly JsonValue[]): boolean {
  const values = rows.map((row) => valueAt(row, [field]))
  const usable = values.every((value) => typeof value === 'number' || (typeof value === 'string' && value !== ''))
  return usable && !/[{}]/.test(field) && new Set(values.map(String)).size === rows.length
}

function collectionName(file: string): string {
  const stem = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return stem === '' ? 'rows' : stem
}
