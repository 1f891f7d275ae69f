import type { AlertView } from '../../shared/contract.ts'

/** What came before an alert is looked at for as long as this. */
const BEFORE_MS = 15 * 60_000
/** What came after: an alert that fires for a week has its cause where it began. */
const AFTER_MS = 60 * 60_000

interface MetricsRoute {
  readonly name: 'metrics'
  readonly query?: { readonly from: string; readonly to: string }
}

/**
 * The figures behind an alert: from well before it fired until an hour after, also where it is resolved. One that has not
 * fired leads to the live charts. // V-205
 */
export function causeOf({ state }: Pick<AlertView, 'state' | 'rule'>, now: number): MetricsRoute {
  if (state.status !== 'firing' && state.status !== 'resolved') return { name: 'metrics' }
  const to = Math.min(now, state.firedAt + AFTER_MS)
  return { name: 'metrics', query: { from: String(state.firedAt - BEFORE_MS), to: String(to) } }
}
