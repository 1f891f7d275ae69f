import type { JsonValue } from '../core/json/index.ts'
import { compileRules } from '../core/merge/index.ts'
import type { CustomRule, RuleSet } from '../core/merge/index.ts'
import type { RecordedConflict } from './conflict-record.ts'
import type { Judgement } from './judge.ts'
import { decidingRules } from './deciding-rules.ts'
import { isPrecedent } from './precedent.ts'
import { equalValues, replay } from './replay.ts'

/** A conflict of the record, as it was decided. */
export interface DecidedCase {
  readonly id: string
  readonly conflict: RecordedConflict
}

/** A conflict that rules would have settled otherwise than somebody did. */
export interface WhatIfExample {
  readonly id: string
  readonly key: string
  /** What was decided, and what the rules say; no value: the document is not there. */
  readonly decided?: JsonValue
  readonly ruled?: JsonValue
}

/** What one rule of a set had a part in: conflicts in which it says what stands at some path. */
export interface WhatIfRule {
  /** Its place in the set, from 0. */
  readonly place: number
  readonly same: number
  readonly differs: number
  /** It says something, and another path still waits for a person. */
  readonly waiting: number
}

/** What a set of rules would have made of conflicts that people decided. */
export interface WhatIfReport {
  /** Conflicts that were looked at. */
  readonly looked: number
  /** Of these, what the rules would have settled without a person. */
  readonly settled: number
  /** Of the settled, where the outcome is what people chose, and where it is another. */
  readonly same: number
  readonly differs: number
  /** One for every rule, in their order. */
  readonly byRule: readonly WhatIfRule[]
  readonly examples: readonly WhatIfExample[]
}

const MOST_EXAMPLES = 20

/** Replays conflicts that people decided under other rules. Changes nothing. */
export function whatIf(
  cases: Iterable<DecidedCase>,
  rules: RuleSet,
  threshold: number,
  custom?: ReadonlyMap<string, CustomRule>,
): WhatIfReport {
  const compiled = compileRules(rules, custom)
  const examples: WhatIfExample[] = []
  const byRule = rules.rules.map((_, place) => ({ place, same: 0, differs: 0, waiting: 0 }))
  const counts = { same: 0, differs: 0, waiting: 0 }
  for (const { id, conflict } of cases) {
    const { key, resolution } = conflict
    if (resolution === undefined || !isPrecedent(conflict)) continue
    const lookup = compiled.forKey(key)
    const judged = replay(conflict, lookup, threshold)
    const outcome = outcomeOf(judged, resolution)
    counts[outcome]++
    for (const rule of decidingRules(judged.fields, lookup)) {
      const part = byRule[rules.rules.indexOf(rule)]
      if (part) part[outcome]++
    }
    if (outcome === 'differs' && examples.length < MOST_EXAMPLES) examples.push(exampleOf(id, key, resolution.value, judged.value))
  }
  const { same, differs, waiting } = counts
  return { looked: same + differs + waiting, settled: same + differs, same, differs, byRule, examples }
}

function outcomeOf({ reason, value }: Judgement, decided: { readonly value?: JsonValue }): 'same' | 'differs' | 'waiting' {
  if (reason !== undefined) return 'waiting'
  return equalValues(value, decided.value) ? 'same' : 'differs'
}

function exampleOf(id: string, key: string, decided: JsonValue | undefined, ruled: JsonValue | undefined): WhatIfExample {
  return { id, key, ...(decided === undefined ? {} : { decided }), ...(ruled === undefined ? {} : { ruled }) }
}
