import type { ResultRow } from '../../../shared/contract.ts'
import type { TableColumn } from '../../components/ui/index.ts'
import { formatBytes, formatCount } from '../../format/number.ts'
import { revealControls } from '../../format/visible-text.ts'

const key: TableColumn<ResultRow> = {
  id: 'key',
  label: 'Key',
  width: 170,
  minWidth: 120,
  grow: true,
  sortable: true,
  mono: true,
  value: (row) => row.key,
}
const since: TableColumn<ResultRow> = {
  id: 'since',
  label: 'Since then',
  width: 104,
  value: (row) => (row.changedSince ? 'changed' : ''),
}

// In the order in which they give way when there is no room: the last one goes first, and the inspector shows them all.
const facts: readonly TableColumn<ResultRow>[] = [
  { id: 'version', label: 'Version', width: 80, align: 'end', sortable: true, value: (row) => formatCount(row.version) },
  { id: 'updatedAt', label: 'Updated', width: 98, sortable: true, value: (row) => row.updatedAt },
  { id: 'sizeBytes', label: 'Size', width: 88, align: 'end', sortable: true, value: (row) => formatBytes(row.sizeBytes) },
  { id: 'actor', label: 'By', width: 112, value: (row) => revealControls(row.actor) },
  { id: 'tags', label: 'Tags', width: 140, value: (row) => row.tags.join(', ') },
]

const order = ['version', 'sizeBytes', 'updatedAt', 'actor', 'tags']
const checkboxWidth = 36
const scrollBarWidth = 12

/** What the list shows of a document in a width (px) at hand; at an instant also whether it has changed since. */
export function documentColumns(room: number, travelling: boolean): readonly TableColumn<ResultRow>[] {
  const first = travelling ? [key, since] : [key]
  let left = room - checkboxWidth - scrollBarWidth - first.reduce((sum, { width }) => sum + width, 0)
  const fitting = facts.filter(({ width }, index) => {
    left -= width
    return left >= 0 || index === 0
  })
  return [...first, ...fitting.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id))]
}
