import type { ObjectiveDraft, ObjectiveReport, Priority } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { revealControls } from '../format/visible-text.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A thirty days' budget is gone in two days, or in five: what an hour and six hours are watched for. */
const FAST_BURN = 14.4
const SLOW_BURN = 6

export const laneWords: Readonly<Record<Priority, string>> = { critical: 'Critical', high: 'High', normal: 'Normal', low: 'Low' }

/** `450 ms`, `2.4 s`, `5 min`, `1.5 h`, `3 d`. */
export function durationWords(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`
  const [size, unit] = ms < MINUTE ? [SECOND, 's'] : ms < HOUR ? [MINUTE, 'min'] : ms < DAY ? [HOUR, 'h'] : [DAY, 'd']
  return `${Math.round((ms / size) * 10) / 10} ${unit}`
}

/** `99.94 %`: cut, never rounded up, so that what was missed is never told as kept. */
export function shareWords(share: number): string {
  // What is a hair below by the arithmetic of binary fractions is not below.
  return `${Math.floor(share * 10_000 + 1e-6) / 100} %`
}

/** `99 % of critical operations on sales/** within 2 s`. */
export function promiseWords({ keys, priority, within, target }: ObjectiveDraft): string {
  const which = `${priority ? `${priority} ` : ''}operations${keys === undefined || keys === '**' ? '' : ` on ${revealControls(keys)}`}`
  return `${shareWords(target)} of ${which} within ${durationWords(within)}`
}

/** What people call it. */
export function objectiveName({ name, ...objective }: ObjectiveDraft): string {
  return name === undefined ? promiseWords(objective) : revealControls(name)
}

/** `1.4×`: how many times as fast as the target allows. */
export function burnWords(rate: number): string {
  return `${rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)}×`
}

/** `82 % left`, `used up`, `35 % over`, or how many budgets were used: `7.3× used`. */
export function budgetWords(left: number): string {
  if (left > 0) return `${shareWords(left)} left`
  if (left === 0) return 'used up'
  return left > -1 ? `${shareWords(-left)} over` : `${burnWords(1 - left)} used`
}

/** How an objective stands, in a word: the worst that is true. */
export function stateOf({ fast, slow, whole, budget }: ObjectiveReport): { readonly word: string; readonly tone: Tone } {
  if (whole.attained === undefined) return { word: 'Collecting', tone: 'neutral' }
  if (fast.burnRate >= FAST_BURN) return { word: 'Burning fast', tone: 'danger' }
  if (budget.left < 0) return { word: 'Missed', tone: 'danger' }
  if (slow.burnRate >= SLOW_BURN) return { word: 'Burning', tone: 'warn' }
  if (budget.left === 0) return { word: 'Used up', tone: 'warn' }
  return { word: 'Kept', tone: 'ok' }
}

/** What a burn rate means, in a word: at 1 the target is just attained. */
export function burnTone(rate: number, limit: 'fast' | 'slow'): { readonly word: string; readonly tone: Tone } {
  if (rate >= (limit === 'fast' ? FAST_BURN : SLOW_BURN)) return { word: 'Too fast', tone: 'danger' }
  return rate > 1 ? { word: 'Above', tone: 'warn' } : { word: 'Within', tone: 'ok' }
}
