import type { ConflictQueue } from '../../conflict/conflict-queue.ts'
import type { ConflictView } from '../../conflict/conflict.ts'

const PAGE = 500

/** Decisions from one instant to another, newest first, at most so many; those before the span are not read. */
export function decisionsWithin(
  queue: Pick<ConflictQueue, 'history'>,
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
  page = PAGE,
): readonly ConflictView[] {
  const found = new Map<string, ConflictView>()
  for (let [before, limit] = [to + 1, page]; ;) {
    const views = queue.history({ before, limit })
    for (const view of views) if (decidedAt(view) >= from) found.set(`${view.id} ${decidedAt(view)}`, view)
    const last = views.at(-1)
    if (last === undefined || views.length < limit || decidedAt(last) < from || found.size >= most) break
    // Others may have been decided at the same instant as the last one: they are read again, along with the rest of it.
    const next = decidedAt(last) + 1
    limit = next < before ? page : limit * 2
    before = next
  }
  return [...found.values()].slice(0, most)
}

function decidedAt({ resolution, detectedAt }: ConflictView): number {
  return resolution?.at ?? detectedAt
}
