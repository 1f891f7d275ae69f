import type { Finding } from './judge-condition.ts'

/** How an alert stands; instants in milliseconds since 1970. */
export type AlertState =
  | { readonly status: 'inactive' }
  /** Wrong, and not for long enough yet. */
  | { readonly status: 'pending'; readonly since: number }
  | { readonly status: 'firing'; readonly since: number; readonly firedAt: number; readonly value?: number }
  | { readonly status: 'resolved'; readonly firedAt: number; readonly resolvedAt: number }

export const INACTIVE: AlertState = { status: 'inactive' }

/**
 * How an alert stands after a look at its condition. Where nothing can be told, what fires goes on firing, as silence is no
 * proof of health, and what is pending begins anew.
 */
export function stepAlert(state: AlertState, finding: Finding | undefined, now: number, forMs: number): AlertState {
  if (finding === undefined) return state.status === 'pending' ? INACTIVE : state
  if (!finding.breached) return calm(state, now)
  if (state.status === 'firing') return { ...state, ...valueOf(finding) }
  // A clock that was set back would make the wait longer than it should be.
  const since = state.status === 'pending' ? Math.min(state.since, now) : now
  return now - since >= forMs ? { status: 'firing', since, firedAt: now, ...valueOf(finding) } : { status: 'pending', since }
}

function calm(state: AlertState, now: number): AlertState {
  if (state.status === 'firing') return { status: 'resolved', firedAt: state.firedAt, resolvedAt: now }
  return state.status === 'pending' ? INACTIVE : state
}

function valueOf({ value }: Finding): { readonly value?: number } {
  return value === undefined ? {} : { value }
}
