import type { TicketRow } from '../../shared/contract.ts'
import type { TableColumn } from '../components/ui/table.ts'
import { revealControls } from '../format/visible-text.ts'
import { priorityWords, stateWords } from './ticket-words.ts'

const columns: readonly TableColumn<TicketRow>[] = [
  { id: 'id', label: 'Ticket', width: 68, mono: true, value: ({ id }) => id },
  { id: 'state', label: 'State', width: 106, value: ({ state }) => stateWords[state].word },
  { id: 'priority', label: 'Priority', width: 102, value: ({ priority }) => priorityWords[priority].word },
  { id: 'title', label: 'Title', width: 140, minWidth: 120, grow: true, value: ({ title }) => revealControls(title) },
  { id: 'clock', label: 'Deadline', width: 178, quiet: true, value: ({ clocks }) => clocks.resolution.breached },
  { id: 'updated', label: 'Updated', width: 96, quiet: true, value: ({ updatedAt }) => updatedAt },
]

/** In the order in which they give way when there is no room; the pane shows them all. */
const givingWay = ['updated', 'clock', 'priority', 'id']
const scrollBarWidth = 12

/** What the list shows of a ticket in a width (px) at hand: state and title always. */
export function ticketColumns(room: number): readonly TableColumn<TicketRow>[] {
  let shown = columns
  for (const id of givingWay) {
    if (shown.reduce((sum, { width }) => sum + width, scrollBarWidth) <= room) break
    shown = shown.filter((column) => column.id !== id)
  }
  return shown
}
