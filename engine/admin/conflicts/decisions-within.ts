import type { ConflictQueue } from '../../conflict/conflict-queue.ts'
import type { HistoryPage } from '../../conflict/conflict-table.ts'
import type { ConflictView } from '../../conflict/conflict.ts'

const PAGE = 500

/** Decisions from one instant to another, newest first, at most so many; those before the span are not read. */
export function decisionsWithin(
  queue: Pick<ConflictQueue, 'history'>,
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
  page = PAGE,
): readonly ConflictView[] {
  const found: ConflictView[] = []
  for (let position: Pick<HistoryPage, 'before' | 'after'> = { before: to + 1 }; ;) {
    const views = queue.history({ ...position, limit: page })
    const within = views.filter((view) => decidedAt(view) >= from)
    found.push(...within)
    const after = views.at(-1)?.place
    if (after === undefined || views.length < page || within.length < views.length || found.length >= most) break
    position = { after }
  }
  return found.slice(0, most)
}

function decidedAt({ resolution, detectedAt }: ConflictView): number {
  return resolution?.at ?? detectedAt
}
