import type { ResultSet, Selection } from '../../shared/contract.ts'
import { type RowSelection, selectionSize } from '../composables/row-selection.ts'

/** Selected rows as the engine takes them: places in the set, so that a million rows are one span and no list of keys. */
export function toSelection(set: ResultSet, { spans }: RowSelection): Selection {
  const [only] = spans
  const all = spans.length === 1 && only?.[0] === 0 && only[1] >= set.listed
  return all ? { resultSet: set.id } : { resultSet: set.id, spans }
}

/** How many documents a selection means. All listed rows mean all that match, also those beyond what a list can show. */
export function selectedCount(set: ResultSet | undefined, selection: RowSelection): number {
  const rows = selectionSize(selection)
  return set && rows > 0 && rows >= set.listed ? set.matches : rows
}
