import type { ConflictGroup, ConflictOrder } from '../../shared/contract.ts'

/** Conflicts of one reason at one path, in the order in which they are to be settled. */
export interface QueueGroup extends Pick<ConflictGroup, 'reason' | 'path'> {
  readonly ids: readonly string[]
}

/** A line of the queue: the head of a group, or a conflict and its place among all. */
export type QueueRow =
  | { readonly kind: 'group'; readonly group: QueueGroup }
  | { readonly kind: 'conflict'; readonly id: string; readonly place: number }

/** The groups with their ids, of a list that has the ids in the order of the groups. */
export function groupsOf({ ids, groups }: ConflictOrder): readonly QueueGroup[] {
  let from = 0
  return groups.flatMap(({ reason, path, count }) => {
    const some = ids.slice(from, from + count)
    from += count
    return some.length === 0 ? [] : [{ reason, path, ids: some }]
  })
}

export function queueRows(groups: readonly QueueGroup[]): readonly QueueRow[] {
  let place = 0
  return groups.flatMap((group) => [
    { kind: 'group' as const, group },
    ...group.ids.map((id) => ({ kind: 'conflict' as const, id, place: place++ })),
  ])
}

/** The groups without some of their conflicts; a group that is empty goes. */
export function withoutConflicts(groups: readonly QueueGroup[], gone: ReadonlySet<string>): readonly QueueGroup[] {
  return groups.flatMap((group) => {
    if (!group.ids.some((id) => gone.has(id))) return [group]
    const ids = group.ids.filter((id) => !gone.has(id))
    return ids.length === 0 ? [] : [{ ...group, ids }]
  })
}

/** The conflict that one goes to from another: the next one, else the one before; undefined when it was alone. */
export function neighbourOf(ids: readonly string[], id: string, step: 1 | -1 = 1): string | undefined {
  const place = ids.indexOf(id)
  if (place < 0) return ids[0]
  return ids[place + step] ?? ids[place - step]
}

/** A list with one of its conflicts at the end of its group: it was skipped. // V-166 */
export function skipConflict(groups: readonly QueueGroup[], id: string): readonly QueueGroup[] {
  return groups.map((group) =>
    group.ids.includes(id) ? { ...group, ids: [...group.ids.filter((other) => other !== id), id] } : group,
  )
}
