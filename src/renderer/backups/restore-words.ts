import type {
  RestoreCounts,
  RestoreEventKind,
  RestoreInto,
  RestorePreview,
  RestoreReport,
  RestoreRow,
} from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatBytes, formatCount, formatCounted } from '../format/number.ts'

export const eventWords: Readonly<Record<RestoreEventKind, string>> = {
  bulk: 'Bulk change',
  batch: 'Batch',
  import: 'Import',
  rollback: 'Rollback',
  restore: 'Restore',
  rules: 'Rules activated',
}

export const rowTones: Readonly<Record<RestoreRow['what'], Tone>> = { added: 'ok', changed: 'accent', removed: 'danger' }
export const rowWords: Readonly<Record<RestoreRow['what'], string>> = {
  added: 'comes back',
  changed: 'changes back',
  removed: 'goes away',
}

/** Documents that would be other than now. */
export function changedBy({ added, changed, removed }: RestoreCounts): number {
  return added + changed + removed
}

/** `4 documents would be other than now: 1 comes back, 2 change back, 1 goes away. 996 stay as they are.` // V-273 */
export function countsSentence(counts: RestoreCounts): string {
  const sum = changedBy(counts)
  const stay = `${formatCounted(counts.unchanged, 'document stays as it is', 'documents stay as they are')}.`
  if (sum === 0) return `Nothing would change: the documents are as they were then. ${stay}`
  const parts = [
    counts.added > 0 ? formatCounted(counts.added, 'comes back', 'come back') : '',
    counts.changed > 0 ? formatCounted(counts.changed, 'changes back', 'change back') : '',
    counts.removed > 0 ? formatCounted(counts.removed, 'goes away', 'go away') : '',
  ].filter((part) => part !== '')
  return `${formatCounted(sum, 'document')} would be other than now: ${parts.join(', ')}. ${stay}`
}

/** What keeps a restore from beginning; undefined when nothing does. */
export function spaceProblem({ bytesNeeded, bytesFree }: RestorePreview): string | undefined {
  if (bytesNeeded <= bytesFree) return undefined
  return `There is not enough space: ${formatBytes(bytesNeeded)} are needed beside the store, and ${formatBytes(bytesFree)} are free.`
}

/** The verb with its exact count. // V-275 */
export function restoreAction(into: RestoreInto['kind'], { counts, seq }: RestorePreview): string {
  if (into === 'new-file') return `Restore operation ${formatCount(seq)} to a folder…`
  return `Restore ${formatCounted(changedBy(counts), 'document')} in place`
}

/** What a restore in place means, line by line. */
export function inPlaceConsequences(preview: RestorePreview): readonly string[] {
  const { counts, changesSetAside } = preview
  return [
    countsSentence(counts),
    `${formatCounted(changesSetAside, 'later change is', 'later changes are')} set aside: the store that is replaced is kept until you let it go.`,
    'The store begins a new life: replicas that were further come back to it, and their own writes from after that moment arrive as conflicts.',
  ]
}

/** What happened. // V-276 */
export function reportLines({ into, counts, changesSetAside, keptId }: RestoreReport): readonly string[] {
  if (into.kind === 'new-file') return [`The restored store is in ${into.file}.`, 'The store of this console was not touched.']
  return [
    `${formatCounted(changedBy(counts), 'document')} are as they were then, and the store has begun a new life.`,
    `The store before is kept${keptId === undefined ? '' : ` as ${keptId}`}, with ${formatCounted(changesSetAside, 'later change')}.`,
    'Replicas that were further than this come back to it now. Their own writes from after it arrive as conflicts, whole.',
  ]
}
