import { equalJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { compileRules } from '../core/merge/index.ts'
import type { CustomRule, RuleSet } from '../core/merge/index.ts'
import type { RecordedConflict } from './conflict-record.ts'
import { judge } from './judge.ts'
import type { Side } from './judge.ts'

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

/** What a set of rules would have made of conflicts that people decided. */
export interface WhatIfReport {
  /** Conflicts that were looked at. */
  readonly looked: number
  /** Of these, what the rules would have settled without a person. */
  readonly settled: number
  /** Of the settled, where the outcome is what people chose, and where it is another. */
  readonly same: number
  readonly differs: number
  readonly examples: readonly WhatIfExample[]
}

const MOST_EXAMPLES = 20
const SIDE_OF_NOTHING = Object.freeze({})

/** Replays decided conflicts under other rules. Changes nothing. */
export function whatIf(
  cases: Iterable<DecidedCase>,
  rules: RuleSet,
  threshold: number,
  custom?: ReadonlyMap<string, CustomRule>,
): WhatIfReport {
  const compiled = compileRules(rules, custom)
  const examples: WhatIfExample[] = []
  let [looked, settled, same] = [0, 0, 0]
  for (const { id, conflict } of cases) {
    const { key, base, ours, theirs, operation, resolution, status } = conflict
    if (resolution === undefined || status !== 'resolved') continue
    looked++
    const sides = { base: base && side(base), ours: side(ours), theirs: side(theirs) }
    // The hub's change came first, so the edit that came in is the later one, as it was judged then.
    const judged = judge({ key, ...sides, oursHlc: '', theirsHlc: operation.hlc }, threshold, compiled.forKey(key))
    if (judged.reason !== undefined) continue
    settled++
    if (equals(judged.value, resolution.value)) same++
    else if (examples.length < MOST_EXAMPLES) examples.push(exampleOf(id, key, resolution.value, judged.value))
  }
  return { looked, settled, same, differs: settled - same, examples }
}

function exampleOf(id: string, key: string, decided: JsonValue | undefined, ruled: JsonValue | undefined): WhatIfExample {
  return { id, key, ...(decided === undefined ? {} : { decided }), ...(ruled === undefined ? {} : { ruled }) }
}

function side({ value, metadata = SIDE_OF_NOTHING }: { readonly value?: JsonValue; readonly metadata?: Side['metadata'] }): Side {
  return { value, metadata }
}

function equals(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === undefined || right === undefined ? left === right : equalJson(left, right)
}
