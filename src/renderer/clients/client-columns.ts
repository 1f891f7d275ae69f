import type { ClientRow } from '../../shared/contract.ts'
import type { TableColumn } from '../components/ui/table.ts'
import { formatBytes, formatCount } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'
import { describeLanes, savedShare, statusWords, waitingOf } from './client-words.ts'

const name: TableColumn<ClientRow> = {
  id: 'name',
  label: 'Name',
  width: 140,
  minWidth: 96,
  grow: true,
  sortable: true,
  value: (row) => revealControls(row.name),
}

// In the order in which they give way when there is no room: the last one goes first, and the inspector shows them all.
const facts: readonly TableColumn<ClientRow>[] = [
  { id: 'status', label: 'State', width: 122, sortable: true, value: ({ status }) => statusWords[status].word },
  { id: 'lag', label: 'Lag', width: 84, align: 'end', sortable: true, quiet: true, value: ({ lag }) => formatCount(lag) },
  {
    id: 'pending',
    label: 'Waiting',
    width: 88,
    align: 'end',
    sortable: true,
    quiet: true,
    value: (row) => formatCount(waitingOf(row.pending)),
  },
  { id: 'throughput', label: 'Last minute', width: 108, quiet: true, value: () => '' },
  { id: 'error', label: 'Last error', width: 150, value: (row) => errorOf(row) },
  { id: 'saved', label: 'Saved', width: 86, align: 'end', sortable: true, quiet: true, value: ({ sent }) => savedShare(sent) },
  { id: 'lanes', label: 'Lanes C·H·N·L', width: 136, quiet: true, value: ({ pending }) => describeLanes(pending) },
  { id: 'identity', label: 'Identity', width: 96, sortable: true, value: (row) => revealControls(row.identity) },
  {
    id: 'queue',
    label: 'Queue',
    width: 84,
    align: 'end',
    sortable: true,
    quiet: true,
    value: (row) => formatBytes(row.queuedBytes),
  },
  { id: 'address', label: 'Address', width: 146, mono: true, value: (row) => revealControls(row.address) },
  { id: 'seen', label: 'Last seen', width: 98, sortable: true, quiet: true, value: (row) => row.lastSeenAt },
]

const order = ['status', 'identity', 'address', 'lag', 'pending', 'lanes', 'queue', 'saved', 'error', 'throughput', 'seen']
const checkboxWidth = 36
const scrollBarWidth = 12

/** What the list shows of a client in a width (px) at hand; name and state always. // V-144 */
export function clientColumns(room: number): readonly TableColumn<ClientRow>[] {
  let left = room - checkboxWidth - scrollBarWidth - name.width
  const fitting = facts.filter(({ width }, index) => {
    left -= width
    return left >= 0 || index === 0
  })
  return [name, ...fitting.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id))]
}

/** What went wrong last, and what was refused for good. */
export function errorOf({ lastError, deadLetters }: ClientRow): string {
  const refused = deadLetters === 0 ? '' : `${formatCount(deadLetters)} refused`
  return [refused, lastError ? revealControls(lastError.code) : ''].filter(Boolean).join(' · ')
}
