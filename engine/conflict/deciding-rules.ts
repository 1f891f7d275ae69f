import { decodePointer } from '../core/json/index.ts'
import type { PathSegment } from '../core/json/index.ts'
import type { MergedField, MergeRule, RuleLookup } from '../core/merge/index.ts'
import { METADATA_PATH } from './judge.ts'

/** The rules that said what stands at some path of a judged conflict, each once. */
export function decidingRules(fields: readonly MergedField[], lookup: RuleLookup | undefined): ReadonlySet<MergeRule> {
  const rules = new Set<MergeRule>()
  for (const { rule, path } of fields) {
    if (rule === undefined || path.startsWith(METADATA_PATH)) continue
    const applied = lookup?.at(decodePointer(path).map(stepOf))
    if (applied) rules.add(applied.rule)
  }
  return rules
}

/** A pointer does not tell elements from members: what is written as a number counts as an element. */
function stepOf(segment: string): PathSegment {
  return /^\d+$/.test(segment) ? Number(segment) : segment
}
