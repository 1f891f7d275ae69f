import type { AlertView, Severity } from '../../shared/contract.ts'
import type { Notice } from './conflict-notice.ts'

const ORDER: readonly Severity[] = ['critical', 'warning', 'info']

/** A notice, and the alert that a click on it leads to: the worst one. */
export interface AlertNotice extends Notice {
  readonly alert: string
}

/** What is said of alerts that fired in one moment. Undefined: nothing. // V-221 */
export function alertNotice(fired: readonly Pick<AlertView, 'rule'>[]): AlertNotice | undefined {
  const rules = fired.map(({ rule }) => rule).toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity))
  const [worst] = rules
  if (worst === undefined) return undefined
  const alert = worst.id
  if (rules.length === 1) return { title: `Alert: ${worst.severity}`, body: worst.title, alert }
  return { title: `${rules.length} alerts fire`, body: `${worst.title} (${worst.severity}), and ${rules.length - 1} more.`, alert }
}
