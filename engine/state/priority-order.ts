import type { Priority } from '../core/log/change.ts'

/** The lanes, most urgent first. */
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'normal', 'low']

/** What subscribers and event handlers have in common: a place in the order of calls. */
export interface Prioritized {
  /** 0 is the most urgent. */
  readonly rank: number
  /** The order of subscription. */
  readonly order: number
}

/** A priority's place among the lanes, 0 for the most urgent. */
export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority)
}

/** E-3: by priority, then by order of subscription. */
export function compareCallOrder(a: Prioritized, b: Prioritized): number {
  return a.rank - b.rank || a.order - b.order
}
