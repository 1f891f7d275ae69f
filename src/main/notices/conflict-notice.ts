import type { Preferences, Priority, QueueSummary } from '../../shared/contract.ts'

/** What the system is to say. */
export interface Notice {
  readonly title: string
  readonly body: string
}

const URGENT: readonly Priority[] = ['critical', 'high']
const ALL: readonly Priority[] = ['critical', 'high', 'normal', 'low']

/**
 * What is said of a queue that has moved: how many more conflicts wait than when somebody was told last, of those that
 * the operator wants to hear of. Undefined: nothing. // V-164
 */
export function conflictNotice(
  before: QueueSummary,
  now: QueueSummary,
  wanted: Preferences['conflictNotices'],
): Notice | undefined {
  if (wanted === 'none') return undefined
  const grown = (wanted === 'urgent' ? URGENT : ALL)
    .map((priority) => ({ priority, more: now.byPriority[priority] - before.byPriority[priority] }))
    .filter(({ more }) => more > 0)
  const more = grown.reduce((sum, each) => sum + each.more, 0)
  if (more === 0) return undefined
  const title = more === 1 ? 'A new conflict waits for a decision' : `${more} new conflicts wait for a decision`
  const parts = grown.map((each) => `${each.more} ${each.priority}`).join(', ')
  return { title, body: `${parts}. ${now.waiting} wait in all.` }
}
