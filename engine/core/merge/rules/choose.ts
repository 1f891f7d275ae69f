import type { JsonValue } from '../../json/index.ts'
import { compareCodePoints } from '../../query/code-point-order.ts'
import { BY_RULE, laterOf, type RuledSides, type Ruling } from './ruling.ts'

/** The greater of two numbers or two texts; undefined for anything else. // M-23 */
export function greater({ ours, theirs }: RuledSides): Ruling | undefined {
  const order = orderOf(ours, theirs)
  return order === undefined ? undefined : { result: order > 0 ? ours : theirs, verdict: BY_RULE }
}

/** The lesser of two numbers or two texts; undefined for anything else. // M-23 */
export function lesser({ ours, theirs }: RuledSides): Ruling | undefined {
  const order = orderOf(ours, theirs)
  return order === undefined ? undefined : { result: order < 0 ? ours : theirs, verdict: BY_RULE }
}

/** What was written last, whole. // M-28 */
export function lastWritten(sides: RuledSides): Ruling {
  return { result: sides[laterOf(sides)], verdict: BY_RULE }
}

function orderOf(left: JsonValue, right: JsonValue): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return typeof left === 'string' && typeof right === 'string' ? compareCodePoints(left, right) : undefined
}
