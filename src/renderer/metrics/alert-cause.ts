import type { AlertView } from '../../shared/contract.ts'

/** What came before an alert is looked at for as long as this. */
const BEFORE_MS = 15 * 60_000

interface MetricsRoute {
  readonly name: 'metrics'
  readonly query?: { readonly from: string; readonly to: string }
}

/** The figures behind an alert: from well before it fired until now. One that does not fire leads to the live charts. // V-205 */
export function causeOf({ state }: Pick<AlertView, 'state' | 'rule'>, now: number): MetricsRoute {
  if (state.status !== 'firing') return { name: 'metrics' }
  return { name: 'metrics', query: { from: String(state.firedAt - BEFORE_MS), to: String(now) } }
}
