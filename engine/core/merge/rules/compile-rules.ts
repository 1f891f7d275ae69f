import type { PathSegment } from '../../json/index.ts'
import { compileKeyPattern } from '../../query/key-pattern.ts'
import type { CustomRule, MergeRule, RuleSet } from './merge-rule.ts'
import { ruleError } from './rule-error.ts'
import { compileRulePath, type RulePath } from './rule-path.ts'

/** A rule as it holds for a path. */
export interface AppliedRule {
  readonly rule: MergeRule
  /** What fields call it: its name, and for a custom rule that of the function. */
  readonly name: string
  /** It means what is inside of objects, never an object as a whole. */
  readonly deep: boolean
  /** The function of a custom rule; undefined where none is registered under its name. */
  readonly custom: CustomRule | undefined
}

/** The rules that hold for the document of one key. */
export interface RuleLookup {
  /** The first rule that matches; an index of a list matches `*` and `**`, never a name. */
  at(path: readonly PathSegment[]): AppliedRule | undefined
}

/** A set of rules made ready. */
export interface CompiledRules {
  /** Undefined where no rule is for this key: a merge without rules costs nothing more. */
  forKey(key: string): RuleLookup | undefined
}

interface Candidate {
  readonly place: number
  readonly path: RulePath
  readonly applied: AppliedRule
}

/** Makes rules ready; the first that matches holds. Throws E_RULE for a path that is none. // M-20 */
export function compileRules(set: RuleSet, custom?: ReadonlyMap<string, CustomRule>): CompiledRules {
  const candidates = set.rules.map((rule, place) => {
    const path = pathOf(rule, place)
    return { key: compileKeyPattern(rule.keys), candidate: { place, path, applied: applicationOf(rule, path, custom) } }
  })
  return {
    forKey: (key) => {
      const holding = candidates.filter((candidate) => candidate.key.matches(key))
      return holding.length === 0 ? undefined : new Lookup(holding.map(({ candidate }) => candidate))
    },
  }
}

function pathOf({ path }: MergeRule, place: number): RulePath {
  const compiled = compileRulePath(path)
  if (compiled === undefined) throw ruleError(`rules[${place}].path`, path, 'names joined by dots')
  return compiled
}

function applicationOf(rule: MergeRule, { deep }: RulePath, functions: ReadonlyMap<string, CustomRule> | undefined): AppliedRule {
  const { custom: name = '' } = rule
  if (rule.rule !== 'custom') return { rule, name: rule.rule, deep, custom: undefined }
  return { rule, name, deep, custom: functions?.get(name) }
}

/** Most rules end in a name: a path is held against those that end in its own, and those that end in a wildcard. */
class Lookup implements RuleLookup {
  readonly #named = new Map<string, Candidate[]>()
  readonly #others: Candidate[] = []

  constructor(candidates: readonly Candidate[]) {
    for (const candidate of candidates) this.#listOf(candidate.path.last).push(candidate)
  }

  at(path: readonly PathSegment[]): AppliedRule | undefined {
    const end = path.at(-1)
    const named = typeof end === 'string' ? firstMatch(this.#named.get(end), path) : undefined
    const other = firstMatch(this.#others, path)
    if (named === undefined || other === undefined) return (named ?? other)?.applied
    return (named.place < other.place ? named : other).applied
  }

  #listOf(last: string | undefined): Candidate[] {
    if (last === undefined) return this.#others
    const known = this.#named.get(last)
    if (known !== undefined) return known
    const made: Candidate[] = []
    this.#named.set(last, made)
    return made
  }
}

function firstMatch(candidates: readonly Candidate[] | undefined, path: readonly PathSegment[]): Candidate | undefined {
  return candidates?.find((candidate) => candidate.path.matches(path))
}
