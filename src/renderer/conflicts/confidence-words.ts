import type { ConfidenceFactor, ConflictAnalytics } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCount } from '../format/number.ts'

/** Below so many cases nobody can tell how good suggestions are. */
const calibratedFrom = 30
const highFrom = 85
const mediumFrom = 60

export interface ConfidenceWords {
  /** 0 to 100. */
  readonly percent: number
  readonly word: 'low' | 'medium' | 'high'
  readonly tone: Tone
}

/** How sure a suggestion is, as a number and a word. // V-163 */
export function confidenceWords(confidence: number): ConfidenceWords {
  const percent = Math.round(confidence * 100)
  if (percent >= highFrom) return { percent, word: 'high', tone: 'ok' }
  return percent >= mediumFrom ? { percent, word: 'medium', tone: 'accent' } : { percent, word: 'low', tone: 'warn' }
}

/** `accepted 87 % of 312 like this`, or that too few are known to say. // V-163 */
export function calibrationWords(confidence: number, acceptance: ConflictAnalytics['acceptance']): string {
  const tenth = Math.min(9, Math.floor(confidence * 10))
  const { cases = 0, accepted = 0 } = acceptance.find((known) => known.confidence === tenth) ?? {}
  if (cases < calibratedFrom) return 'not calibrated'
  return `accepted ${Math.round((accepted / cases) * 100)} % of ${formatCount(cases)} like this`
}

/** `+ Only the local side changed it.`: a factor and which way it pulls. */
export function factorWords({ weight, text }: ConfidenceFactor): string {
  return `${weight < 0 ? '−' : '+'} ${text}`
}
