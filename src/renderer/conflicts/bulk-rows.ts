import type { BulkTake, ConflictView } from '../../shared/contract.ts'
import { type Side, sideOf } from '../comparison/diff-rows.ts'
import { chosenValue } from './choices.ts'
import { fieldRows } from './field-rows.ts'

/** What would stand at an undecided path of one of many conflicts. */
export interface BulkRow {
  readonly id: string
  readonly key: string
  readonly label: string
  readonly now: Side
  readonly result: Side
}

/** A row for each path that would be decided; a conflict with none has one that says so. // V-161 */
export function bulkRows(views: readonly ConflictView[], take: BulkTake): readonly BulkRow[] {
  return views.flatMap((view) =>
    fieldRows(view)
      .filter(({ open }) => open)
      .map((row) => ({
        id: `${view.id} ${row.path}`,
        key: view.key,
        label: row.label,
        now: row.cells.local.side,
        result: sideOf(chosenValue(row, { path: row.path, take })),
      })),
  )
}
