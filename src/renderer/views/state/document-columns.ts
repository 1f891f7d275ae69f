import type { ResultRow } from '../../../shared/contract.ts'
import type { TableColumn } from '../../components/ui/index.ts'
import { formatBytes, formatCount } from '../../format/number.ts'

const columns: readonly TableColumn<ResultRow>[] = [
  { id: 'key', label: 'Key', width: 220, minWidth: 120, grow: true, sortable: true, mono: true, value: (row) => row.key },
  { id: 'version', label: 'Version', width: 84, align: 'end', sortable: true, value: (row) => formatCount(row.version) },
  { id: 'sizeBytes', label: 'Size', width: 92, align: 'end', sortable: true, value: (row) => formatBytes(row.sizeBytes) },
  { id: 'updatedAt', label: 'Updated', width: 116, sortable: true, value: (row) => row.updatedAt },
  { id: 'actor', label: 'By', width: 120, value: (row) => row.actor },
  { id: 'tags', label: 'Tags', width: 150, value: (row) => row.tags.join(', ') },
]

const since: TableColumn<ResultRow> = {
  id: 'since',
  label: 'Since then',
  width: 104,
  value: (row) => (row.changedSince ? 'changed' : ''),
}

/** What the list shows of a document; at an instant also whether it has changed since. */
export function documentColumns(travelling: boolean): readonly TableColumn<ResultRow>[] {
  return travelling ? [...columns.slice(0, 1), since, ...columns.slice(1)] : columns
}
