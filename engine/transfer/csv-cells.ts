import { canonicalText } from '../core/json/index.ts'
import type { JsonObject, JsonValue } from '../core/json/index.ts'
import { columnName } from './csv-columns.ts'
import { neutralizeFormula } from '../core/csv-formula.ts'
import { isPlainNumber } from './csv-types.ts'

/** Column name to cell, ready to be written: the row that `documentOfCells` reads back as the same document. // T-14 */
export function cellsOfDocument(value: JsonValue): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  if (isObject(value) && Object.keys(value).length > 0 && !hasEmptyName(value)) addFields(cells, [], value)
  else cells.set(columnName([], true), quote(canonicalText(value)))
  return cells
}

/** A cell or header text in quotes, its own quotes doubled. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function addFields(cells: Map<string, string>, path: readonly string[], value: JsonObject): void {
  for (const [name, member] of Object.entries(value)) {
    const inner = [...path, name]
    if (isObject(member) && Object.keys(member).length > 0) addFields(cells, inner, member)
    else addLeaf(cells, inner, member)
  }
}

/** Texts stand in quotes and literals bare, so that reading back needs no guess; the rest is JSON in a column of its own. */
function addLeaf(cells: Map<string, string>, path: readonly string[], value: JsonValue): void {
  if (typeof value === 'string') cells.set(columnName(path, false), quote(neutralizeFormula(value)))
  else if (typeof value === 'boolean') cells.set(columnName(path, false), String(value))
  else if (typeof value === 'number' && isPlainNumber(String(value))) cells.set(columnName(path, false), String(value))
  else cells.set(columnName(path, true), quote(canonicalText(value)))
}

function hasEmptyName(value: JsonObject): boolean {
  return Object.entries(value).some(([name, member]) => name === '' || (isObject(member) && hasEmptyName(member)))
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
