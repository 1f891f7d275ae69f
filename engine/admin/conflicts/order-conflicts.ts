import type { ConflictFilter, ConflictState, ConflictSummary } from '../../conflict/conflict.ts'
import { LANES } from '../../core/session/lanes.ts'
import { foldCase } from '../../core/query/index.ts'
import type { ConflictGroup, ConflictOrder, QueueSummary } from '../commands.ts'

/** Ids that one list tells; a filter finds the others. */
const MOST_IDS = 100_000
const WAITING: readonly ConflictState[] = ['open', 'claimed', 'snoozed']

/** The conflicts that match, grouped by reason and path, then by urgency, then the oldest first. */
export function orderConflicts(waiting: Iterable<ConflictSummary>, filter: ConflictFilter, now: number): ConflictOrder {
  const matching = [...waiting].filter((conflict) => matches(conflict, filter, now))
  const groups = new Map<string, { group: ConflictGroup; conflicts: ConflictSummary[] }>()
  for (const conflict of matching) {
    const { reason, path } = conflict
    const name = `${reason} ${path}`
    const known = groups.get(name)
    if (known) known.conflicts.push(conflict)
    else groups.set(name, { group: { reason, path, count: 0 }, conflicts: [conflict] })
  }
  const ordered = [...groups.values()].toSorted((left, right) => right.conflicts.length - left.conflicts.length)
  return {
    ids: ordered.flatMap(({ conflicts }) => conflicts.toSorted(byUrgency).map(({ id }) => id)).slice(0, MOST_IDS),
    matches: matching.length,
    groups: ordered.map(({ group, conflicts }) => ({ ...group, count: conflicts.length })),
  }
}

/** The queue in a few figures. */
export function summarizeQueue(waiting: Iterable<ConflictSummary>, now: number): QueueSummary {
  const byPriority = { critical: 0, high: 0, normal: 0, low: 0 }
  const byState = { open: 0, claimed: 0, snoozed: 0 }
  let [count, overdue, oldestAt] = [0, 0, Infinity]
  for (const conflict of waiting) {
    count++
    byPriority[conflict.priority]++
    const state = stateAt(conflict, now)
    if (state === 'open' || state === 'claimed' || state === 'snoozed') byState[state]++
    if (conflict.dueAt < now) overdue++
    oldestAt = Math.min(oldestAt, conflict.detectedAt)
  }
  return { waiting: count, byPriority, byState, overdue, oldestAt: count === 0 ? null : oldestAt }
}

/** Claims run out and conflicts that were put off come back by themselves. */
function stateAt({ state, ownedUntil = 0, snoozedUntil = 0 }: ConflictSummary, now: number): ConflictState {
  if (state === 'claimed' && ownedUntil <= now) return 'open'
  return state === 'snoozed' && snoozedUntil <= now ? 'open' : state
}

function matches(conflict: ConflictSummary, filter: ConflictFilter, now: number): boolean {
  const { text, states, reason, path, priority, owner } = filter
  const wanted = states ?? WAITING.filter((state) => state !== 'snoozed')
  return (
    wanted.includes(stateAt(conflict, now)) &&
    (reason === undefined || conflict.reason === reason) &&
    (path === undefined || conflict.path === path) &&
    (priority === undefined || conflict.priority === priority) &&
    (owner === undefined || conflict.owner === owner) &&
    (text === undefined || foldCase(conflict.key).includes(foldCase(text)))
  )
}

function byUrgency(left: ConflictSummary, right: ConflictSummary): number {
  return LANES.indexOf(left.priority) - LANES.indexOf(right.priority) || left.detectedAt - right.detectedAt
}
