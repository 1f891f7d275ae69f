import { decodePointer } from '../core/json/index.ts'
import { compileRules } from '../core/merge/index.ts'
import type { MergeRule, MergeRuleName } from '../core/merge/index.ts'
import { METADATA_PATH } from './judge.ts'
import { isOpen } from './conflict-summary.ts'
import { isPrecedent } from './precedent.ts'
import { replay, rulesAgree } from './replay.ts'
import type { DecidedCase } from './what-if.ts'

/** A rule that would have done as people did. */
export interface RuleSuggestion {
  readonly rule: MergeRule
  /** Decided conflicts about that path, and in how many of them the rule says there what people said. */
  readonly cases: number
  readonly same: number
  /** As a sentence for whoever decides. */
  readonly text: string
}

/** Fewer conflicts than that tell nothing. */
const FEWEST_CASES = 5
const LEAST_SHARE = 0.9
const CANDIDATES: readonly MergeRuleName[] = ['counter', 'max', 'min', 'add-wins-set', 'union', 'text', 'lww']

/** Finds, for every path about which people decided, the rule that would have decided most like them. */
export function suggestRules(
  cases: readonly DecidedCase[],
  known: readonly MergeRule[],
  threshold: number,
): readonly RuleSuggestion[] {
  const groups = new Map<string, DecidedCase[]>()
  for (const decided of cases.filter(({ conflict }) => isPrecedent(conflict)))
    for (const place of placesOf(decided)) groups.set(place, [...(groups.get(place) ?? []), decided])
  const suggestions: RuleSuggestion[] = []
  for (const [place, members] of groups) {
    if (members.length < FEWEST_CASES) continue
    const [keys = '', path = ''] = place.split('\n')
    if (known.some((rule) => rule.keys === keys && rule.path === path)) continue
    const best = bestOf(keys, path, members, threshold)
    if (best) suggestions.push(best)
  }
  return suggestions.toSorted((left, right) => right.same - left.same)
}

function bestOf(keys: string, path: string, cases: readonly DecidedCase[], threshold: number): RuleSuggestion | undefined {
  let best: RuleSuggestion | undefined
  for (const name of CANDIDATES) {
    const rule: MergeRule = { keys, path, rule: name }
    const compiled = compileRules({ version: 1, rules: [rule] })
    // Other paths of the same conflict may wait for rules of their own: what counts is this one.
    const same = cases.filter(({ conflict }) =>
      rulesAgree(replay(conflict, compiled.forKey(conflict.key), threshold), conflict.resolution?.value),
    ).length
    if (same / cases.length < LEAST_SHARE || same <= (best?.same ?? 0)) continue
    const share = Math.floor((same / cases.length) * 100)
    best = { rule, cases: cases.length, same, text: `${path}: ${name} settles ${share} % of ${cases.length} as people did` }
  }
  return best
}

/** The kinds of places that a conflict is about: keys of one folder, and a path in which numbers of elements do not count. */
function placesOf({ conflict: { key, fields } }: DecidedCase): readonly string[] {
  const folder = key.includes('/') ? `${key.slice(0, key.indexOf('/'))}/**` : key
  const paths = fields.filter((field) => isOpen(field) && !field.path.startsWith(METADATA_PATH)).map(({ path }) => dotted(path))
  return [...new Set(paths)].map((path) => `${folder}\n${path}`)
}

function dotted(pointer: string): string {
  return decodePointer(pointer)
    .map((segment) => (/^\d+$/.test(segment) ? '*' : segment))
    .join('.')
}
