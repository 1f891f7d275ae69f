import type { WhatIfReport } from '../../shared/contract.ts'
import { formatCounted } from '../format/number.ts'
import { shareOf } from './rule-words.ts'

export interface WhatIfFigure {
  readonly id: 'same' | 'differs' | 'waiting'
  readonly label: string
  readonly count: number
  /** Of all that were looked at, whole per cent, rounded down. */
  readonly share: number
}

/** What became of every conflict that was looked at; the counts add up to all. // V-176 */
export function whatIfFigures({ looked, settled, same, differs }: WhatIfReport): readonly WhatIfFigure[] {
  const waiting = looked - settled
  return [
    { id: 'same', label: 'settled as people did', count: same, share: shareOf(same, looked) },
    { id: 'differs', label: 'settled otherwise', count: differs, share: shareOf(differs, looked) },
    { id: 'waiting', label: 'still for a person', count: waiting, share: shareOf(waiting, looked) },
  ]
}

/** The report in a sentence, for the review and for whoever hears it. */
export function whatIfSentence(report: WhatIfReport): string {
  const { looked, settled, same, differs } = report
  if (looked === 0) return 'Nobody has decided a conflict yet, so there is nothing to replay.'
  if (settled === 0) return `Of ${formatCounted(looked, 'decision')} these rules would have settled none.`
  const others = differs === 0 ? 'all as people did' : `${same} as people did, ${differs} otherwise`
  return `Of ${formatCounted(looked, 'decision')} these rules would have settled ${settled}: ${others}.`
}

/** Rules without a part in anything are in the way of nothing, and of no use either. */
export function partWords({ same, differs, waiting }: WhatIfReport['byRule'][number]): string {
  if (same + differs + waiting === 0) return 'no part in any'
  const parts = [
    ...(same > 0 ? [`${same} as people did`] : []),
    ...(differs > 0 ? [`${differs} otherwise`] : []),
    ...(waiting > 0 ? [`${waiting} wait for other fields`] : []),
  ]
  return parts.join(', ')
}
