import type { Verdict } from '../merged-field.ts'
import type { MergeRule } from './merge-rule.ts'
import { BY_RULE, type RuledSides, type Ruling } from './ruling.ts'

const BEYOND_BOUNDS: Verdict = { outcome: 'proposal', reason: 'INVARIANT', confidence: 0.3 }

/** What both sides counted up and down, added up; undefined for what are no numbers. // M-22 */
export function count({ base = 0, ours, theirs }: RuledSides, { min = -Infinity, max = Infinity }: MergeRule): Ruling | undefined {
  if (typeof base !== 'number' || typeof ours !== 'number' || typeof theirs !== 'number') return undefined
  const sum = counted(base, ours, theirs)
  const least = Math.max(min, Number.MIN_SAFE_INTEGER)
  const most = Math.min(max, Number.MAX_SAFE_INTEGER)
  const result = Math.min(most, Math.max(least, sum))
  return { result, verdict: result === sum ? BY_RULE : BEYOND_BOUNDS }
}

/** Exactly, as people add up what they see: in binary fractions 0.1 and 0.2 are not 0.3. */
function counted(...[base, ours, theirs]: readonly [number, number, number]): number {
  const [from, left, right] = [decimalOf(base), decimalOf(ours), decimalOf(theirs)] as const
  const exponent = Math.min(from.exponent, left.exponent, right.exponent)
  const units = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent)
  return Number(`${units(left) + units(right) - units(from)}e${exponent}`)
}

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

function decimalOf(number: number): Decimal {
  const [mantissa = '', power = '0'] = String(number).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}
