import type { ConflictAnalytics, ConflictReason } from '../../shared/contract.ts'
import { pointerText } from '../conflicts/pointer-text.ts'
import { reasonWords } from '../conflicts/reason-words.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import { shareOf } from '../rules/rule-words.ts'

/** Decisions below which a band of confidence says nothing yet. */
export const LEAST_CASES = 30
/** Bars of a ranking; the rest is one more. */
const MOST_BARS = 6

export interface Entry {
  readonly label: string
  readonly count: number
}

const strategyLabels: Readonly<Record<string, string>> = {
  manual: 'Field by field',
  'accept-suggestions': 'Suggestion accepted',
  'take-local': 'Local taken',
  'take-remote': 'Remote taken',
  dismiss: 'Dismissed',
  rule: 'By a merge rule',
  handler: 'By a handler',
}

export interface Totals {
  readonly arrived: number
  readonly decided: number
  readonly automatic: number
  readonly byPeople: number
}

/** The sums of the timeline: the same conflicts as in the picture. // V-182 */
export function totalsOf({ timeline }: Pick<ConflictAnalytics, 'timeline'>): Totals {
  const sum = (figure: 'arrived' | 'decided' | 'automatic'): number => timeline.reduce((all, slice) => all + slice[figure], 0)
  const [arrived, decided, automatic] = [sum('arrived'), sum('decided'), sum('automatic')]
  return { arrived, decided, automatic, byPeople: decided - automatic }
}

/** At most six, the greatest first; what is left is one more, so that the bars account for all. // V-183 */
export function ranking(entries: readonly Entry[]): readonly Entry[] {
  const sorted = entries.filter(({ count }) => count > 0).toSorted((one, other) => other.count - one.count)
  if (sorted.length <= MOST_BARS) return sorted
  const rest = sorted.slice(MOST_BARS - 1)
  const others = rest.reduce((sum, { count }) => sum + count, 0)
  return [...sorted.slice(0, MOST_BARS - 1), { label: `${formatCount(rest.length)} others`, count: others }]
}

export function reasonEntries({ byReason }: Pick<ConflictAnalytics, 'byReason'>): readonly Entry[] {
  return Object.entries(byReason).map(([reason, count]) => ({ label: reasonWords[reason as ConflictReason], count }))
}

export function strategyEntries({ byStrategy }: Pick<ConflictAnalytics, 'byStrategy'>): readonly Entry[] {
  return Object.entries(byStrategy).map(([strategy, count]) => ({ label: strategyLabels[strategy] ?? strategy, count }))
}

export function fieldEntries({ hotFields }: Pick<ConflictAnalytics, 'hotFields'>): readonly Entry[] {
  return hotFields.map(({ path, count }) => ({ label: pointerText(path), count }))
}

/** The engine names so many of the hottest; of fewer it is known that they are all. */
const NAMED = 10

/** `stock.quantity leads with 40 of 52.`; without the sum where there may be more than are listed. */
export function leadSentence(entries: readonly Entry[]): string {
  const [first] = entries.toSorted((one, other) => other.count - one.count)
  if (!first) return ''
  const all = entries.reduce((sum, { count }) => sum + count, 0)
  if (entries.length === 1) return `${first.label}, ${formatCounted(all, 'time')}.`
  const of = entries.length < NAMED ? ` of ${formatCount(all)}` : ''
  return `${first.label} leads with ${formatCount(first.count)}${of}.`
}

export interface Band {
  /** 0 to 9. */
  readonly tenth: number
  readonly label: string
  readonly cases: number
  /** Whole per cent of the suggestions that were accepted; null below the least number of cases. */
  readonly accepted: number | null
  /** What the confidence promised: the middle of the band, per cent. */
  readonly promised: number
}

const TENTH = 10

/** `50–59 %` */
export function bandLabel(tenth: number): string {
  return `${tenth * TENTH}–${tenth * TENTH + TENTH - 1} %`
}

/** The middle of a band, per cent. */
export function promiseOf(tenth: number): number {
  return tenth * TENTH + TENTH / 2
}

/** How often suggestions were accepted, by the confidence that they came with. // V-184 */
export function calibration({ acceptance }: Pick<ConflictAnalytics, 'acceptance'>): readonly Band[] {
  return acceptance.map(({ confidence, cases, accepted }) => ({
    tenth: confidence,
    label: bandLabel(confidence),
    cases,
    accepted: cases < LEAST_CASES ? null : shareOf(accepted, cases),
    promised: promiseOf(confidence),
  }))
}

export function calibrationSentence(bands: readonly Band[]): string {
  const calibrated = bands.filter(({ accepted }) => accepted !== null)
  if (calibrated.length === 0) {
    const most = Math.max(0, ...bands.map(({ cases }) => cases))
    return `Not calibrated: the fullest band has ${formatCount(most)} of the ${LEAST_CASES} cases that it takes.`
  }
  const worst = calibrated.reduce((one, other) => (gap(other) > gap(one) ? other : one))
  return gap(worst) <= TENTH
    ? 'Suggestions are accepted about as often as their confidence says.'
    : `At ${worst.label} confidence, ${worst.accepted} % were accepted: ${(worst.accepted ?? 0) > worst.promised ? 'more' : 'less'} than it says.`
}

function gap({ accepted, promised }: Band): number {
  return Math.abs((accepted ?? promised) - promised)
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `850 ms`, `4.2 s`, `12 min`, `3.5 h`, `2 days`: how long something took, as precisely as it matters. */
export function durationWords(ms: number): string {
  const short = (value: number): string => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
  if (ms < SECOND) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${short(ms / SECOND)} s`
  if (ms < HOUR) return `${short(ms / MINUTE)} min`
  if (ms < DAY) return `${short(ms / HOUR)} h`
  return `${short(ms / DAY)} days`
}
