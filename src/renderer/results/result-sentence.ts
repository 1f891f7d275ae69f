import type { ResultSet } from '../../shared/contract.ts'
import { formatCount, formatCounted } from '../format/number.ts'

/** How far a scan is, in whole percent; below 100 until it is complete. */
export function scannedPercent({
  examined,
  total,
  complete,
}: Pick<ResultSet, 'examined' | 'total' | 'complete'>): number | undefined {
  if (complete) return 100
  return total === null || total === 0 ? undefined : Math.min(99, Math.floor((examined / total) * 100))
}

/** What is shown of what there is. It is true at every moment, also while the scan goes on or the list is cut. */
export function resultSentence(set: ResultSet, filtered: boolean): string {
  if (!set.complete) return scanningSentence(set)
  if (set.listed < set.matches)
    return `Showing the first ${formatCount(set.listed)} of ${formatCounted(set.matches, 'match', 'matches')}; a filter narrows it`
  if (!filtered || set.total === null) return formatCounted(set.matches, 'document')
  return `${formatCount(set.matches)} of ${formatCounted(set.total, 'document')}`
}

function scanningSentence(set: ResultSet): string {
  const percent = scannedPercent(set)
  const progress = percent === undefined ? `${formatCount(set.examined)} scanned` : `${percent} % scanned`
  return `${formatCounted(set.matches, 'match', 'matches')}, ${progress}`
}
