import type { RouteLocationRaw } from 'vue-router'

import type { Breach } from '../../shared/contract.ts'
import type { TableColumn } from '../components/ui/table.ts'
import { revealControls } from '../format/visible-text.ts'
import { durationWords } from './objective-words.ts'

export const breachColumns: readonly TableColumn<Breach>[] = [
  { id: 'at', label: 'Committed', width: 176, value: ({ at }) => at },
  { id: 'key', label: 'Document', width: 160, minWidth: 120, grow: true, mono: true, value: ({ key }) => key },
  { id: 'took', label: 'Took', width: 80, align: 'end', value: ({ tookMs }) => durationWords(tookMs) },
  { id: 'waited', label: 'At the replica', width: 104, align: 'end', value: ({ waitedMs }) => durationWords(waitedMs) },
  { id: 'hub', label: 'At the hub', width: 88, align: 'end', value: ({ hubMs }) => durationWords(hubMs) },
  { id: 'actor', label: 'Author', width: 140, value: ({ actor }) => revealControls(actor) },
]

/** The change that the operation became, or the conflict that keeps it. */
export function breachRoute({ key, version, conflict }: Breach): RouteLocationRaw {
  if (conflict !== undefined) return { name: 'conflicts', query: { conflict } }
  return { name: 'history', query: { key, ...(version === undefined ? {} : { version: String(version) }) } }
}
