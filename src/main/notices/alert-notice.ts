import type { AlertNotice } from '../../../engine/index.ts'
import type { Preferences, Severity } from '../../shared/contract.ts'
import type { Notice } from './conflict-notice.ts'

const ORDER: readonly Severity[] = ['critical', 'warning', 'info']

/** An alert that somebody wants to hear of on the desktop: it fires, and is of a severity that was asked for. // V-221 */
export function isWanted({ what, rule }: Pick<AlertNotice, 'what' | 'rule'>, wanted: Preferences['alertNotices']): boolean {
  return what === 'fired' && wanted[rule.severity]
}

/** What is said of alerts that fired in one moment, the worst first. Undefined: nothing. // V-221 */
export function alertNotice(fired: readonly Pick<AlertNotice, 'rule'>[]): Notice | undefined {
  const rules = fired.map(({ rule }) => rule).toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity))
  const [worst] = rules
  if (worst === undefined) return undefined
  if (rules.length === 1) return { title: `Alert: ${worst.severity}`, body: worst.title }
  return { title: `${rules.length} alerts fire`, body: `${worst.title} (${worst.severity}), and ${rules.length - 1} more.` }
}
