import type { AlertCondition, AlertEvent, AlertView, Severity } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'

export const severityWords: Readonly<Record<Severity, { readonly word: string; readonly tone: Tone }>> = {
  info: { word: 'Info', tone: 'accent' },
  warning: { word: 'Warning', tone: 'warn' },
  critical: { word: 'Critical', tone: 'danger' },
}

export const eventWords: Readonly<Record<AlertEvent['what'], string>> = {
  fired: 'fired',
  resolved: 'was resolved',
  acknowledged: 'was acknowledged',
  silenced: 'was silenced',
  unsilenced: 'is told again',
}

const severities: readonly Severity[] = ['critical', 'warning', 'info']
const states: readonly AlertView['state']['status'][] = ['firing', 'pending', 'resolved', 'inactive']

/** Those that fire come first, and of these the worst; else the order of the rules. // V-191 */
export function orderAlerts(alerts: readonly AlertView[]): readonly AlertView[] {
  return alerts.toSorted(
    (one, other) =>
      states.indexOf(one.state.status) - states.indexOf(other.state.status) ||
      severities.indexOf(one.rule.severity) - severities.indexOf(other.rule.severity),
  )
}

/** What a rule looks at, in one sentence without its full stop. // V-191 */
export function conditionWords(condition: AlertCondition): string {
  const window = spanWords(condition.windowMs)
  switch (condition.kind) {
    case 'absence':
      return `Nothing of ${condition.series} in ${window}`
    case 'threshold':
      return `${condition.series} ${sideWords(condition)}`
    case 'rate':
      return `${condition.series} per second ${sideWords(condition)}, over ${window}`
    case 'ratio':
      return `${condition.part.join(' + ')} as a share ${sideWords(condition)}, over ${window}`
    case 'mean':
      return `${condition.sum} for each of its count ${sideWords(condition)}, over ${window}`
    case 'burn-rate':
      return `Error budget used up more than ${figureWords(condition.limit)} times too fast, over ${window} and the last ${spanWords(condition.newestMs)}`
  }
}

/** Three digits say enough of a figure that is small; whole numbers are told whole. */
export function figureWords(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toLocaleString('en', { maximumSignificantDigits: 3 })
}

function sideWords({ is, limit }: { readonly is: 'above' | 'below'; readonly limit: number }): string {
  return `${is} ${figureWords(limit)}`
}

/** A span in minutes or seconds. */
export function spanWords(ms: number): string {
  const [amount, unit] = ms >= 60_000 && ms % 60_000 === 0 ? [ms / 60_000, 'min'] : [ms / 1000, 's']
  return `${amount} ${unit}`
}
