import type { ObjectiveReport } from '../../shared/contract.ts'
import type { TableColumn } from '../components/ui/table.ts'
import { durationWords, laneWords, objectiveName, stateOf } from './objective-words.ts'

const columns: readonly TableColumn<ObjectiveReport>[] = [
  { id: 'state', label: 'State', width: 116, value: (report) => stateOf(report).word },
  { id: 'name', label: 'Objective', width: 160, minWidth: 120, grow: true, value: ({ objective }) => objectiveName(objective) },
  { id: 'keys', label: 'Keys', width: 120, mono: true, value: ({ objective }) => objective.keys },
  {
    id: 'lane',
    label: 'Priority',
    width: 76,
    value: ({ objective }) => (objective.priority ? laneWords[objective.priority] : 'Any'),
  },
  { id: 'within', label: 'Promise', width: 76, align: 'end', value: ({ objective }) => durationWords(objective.within) },
  { id: 'attained', label: 'Attained', width: 140, quiet: true, value: ({ whole }) => whole.attained ?? -1 },
  { id: 'budget', label: 'Error budget', width: 160, quiet: true, value: ({ budget }) => budget.left },
  { id: 'fast', label: 'Burn, 1 h', width: 136, quiet: true, value: ({ fast }) => fast.burnRate },
  { id: 'slow', label: 'Burn, 6 h', width: 136, quiet: true, value: ({ slow }) => slow.burnRate },
]

/** In the order in which they give way when there is no room; the promise below the table tells the first of them. */
const givingWay = ['keys', 'lane', 'within', 'slow', 'fast']
const scrollBarWidth = 12

/** What the list shows of an objective in a width (px) at hand. */
export function objectiveColumns(room: number): readonly TableColumn<ObjectiveReport>[] {
  let shown = columns
  for (const id of givingWay) {
    if (shown.reduce((sum, { width }) => sum + width, scrollBarWidth) <= room) break
    shown = shown.filter((column) => column.id !== id)
  }
  return shown
}
