import { admitJson, NO_JSON_LIMITS, type JsonValue } from '../../json/index.ts'
import type { Verdict } from '../merged-field.ts'
import type { CustomRule } from './merge-rule.ts'
import { BY_RULE, laterOf, type RuledSides, type Ruling } from './ruling.ts'

const RULE_FAILED: Verdict = { outcome: 'proposal', reason: 'RULE_FAILED', confidence: 0 }

/** Asks a function of the application. One that is missing, throws, or returns no JSON leaves it to a person. // M-30 */
export function askCustom(sides: RuledSides, rule: CustomRule | undefined, path: string): Ruling {
  const answer = answerOf(sides, rule, path)
  return answer === undefined ? { result: sides[laterOf(sides)], verdict: RULE_FAILED } : { result: answer, verdict: BY_RULE }
}

function answerOf({ base, ours, theirs }: RuledSides, rule: CustomRule | undefined, path: string): JsonValue | undefined {
  try {
    const answer: unknown = rule?.({ base, ours, theirs, path })
    return answer === undefined ? undefined : admitJson(answer, NO_JSON_LIMITS, ours)
  } catch {
    // Whatever foreign code throws, and whatever it returns: a merge goes on, and a person sees to this value.
    return undefined
  }
}
