import { SrvraError } from '../core/errors.ts'
import { parseJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { CsvColumn } from './csv-columns.ts'
import { restoreFormula } from '../core/csv-formula.ts'
import type { CsvCell } from './csv-record.ts'
import type { CsvTypes } from './csv-types.ts'

type Fields = { [name: string]: unknown }

/**
 * The document that the cells of a row make. An empty bare cell is an absent field. Throws E_IMPORT_ROW: too many or
 * too few cells, a field and a part of it in one row, JSON that is none. // T-11, T-12
 */
export function documentOfCells(columns: readonly (CsvColumn | undefined)[], types: CsvTypes, cells: readonly CsvCell[]): unknown {
  if (cells.length !== columns.length) {
    throw new SrvraError('E_IMPORT_ROW', `The row has ${cells.length} cells where the header has ${columns.length}.`, {
      cells: cells.length,
      columns: columns.length,
    })
  }
  const root: { value?: unknown } = {}
  for (const [index, cell] of cells.entries()) {
    if (cell.text === '' && !cell.quoted) continue
    const column = columns[index]
    if (column === undefined)
      throw new SrvraError('E_IMPORT_ROW', `Cell ${index + 1} has no column name in the header.`, { column: index + 1 })
    place(root, column, cellValue(column, types[index] ?? false, cell))
  }
  return 'value' in root ? root.value : {}
}

/** A quoted cell is text; a bare one is what its column is. */
function cellValue(column: CsvColumn, literal: boolean, cell: CsvCell): JsonValue {
  if (column.json) return jsonCell(column, cell)
  if (cell.quoted) return restoreFormula(cell.text)
  if (!literal) return cell.text
  if (cell.text === 'true' || cell.text === 'false') return cell.text === 'true'
  return Number(cell.text)
}

function jsonCell(column: CsvColumn, cell: CsvCell): JsonValue {
  try {
    return parseJson(cell.text)
  } catch (cause) {
    const why = cause instanceof SrvraError ? cause.message : 'It does not parse.'
    throw new SrvraError(
      'E_IMPORT_ROW',
      `The cell of '${column.name}' is not valid JSON. ${why}`,
      { column: column.name },
      { cause },
    )
  }
}

function place(root: { value?: unknown }, column: CsvColumn, value: JsonValue): void {
  let holder: Fields = root
  let name = 'value'
  for (const next of column.path) {
    if (!Object.hasOwn(holder, name)) holder[name] = {}
    const inner = holder[name]
    if (typeof inner !== 'object' || inner === null || Object.isFrozen(inner)) throw overlap(column)
    holder = inner as Fields
    name = next
  }
  if (Object.hasOwn(holder, name)) throw overlap(column)
  holder[name] = value
}

function overlap(column: CsvColumn): SrvraError {
  return new SrvraError('E_IMPORT_ROW', `The cell of '${column.name}' and another cell of the row name the same field.`, {
    column: column.name,
  })
}
