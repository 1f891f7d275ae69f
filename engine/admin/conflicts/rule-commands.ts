import type { ConflictView } from '../../conflict/conflict.ts'
import type { RuleDesk } from '../../conflict/rule-desk.ts'
import type { DecidedCase } from '../../conflict/what-if.ts'
import { suggestRules } from '../../conflict/suggest-rules.ts'
import { whatIf } from '../../conflict/what-if.ts'
import { SrvraError } from '../../core/errors.ts'
import { parseRuleSet } from '../../core/merge/index.ts'
import type { MergeRule, RuleSet } from '../../core/merge/index.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { RuleCommands, RuleProblem } from '../commands.ts'
import { analyzeConflicts } from './analyze-conflicts.ts'
import type { ConflictControl } from './conflict-control.ts'
import { decisionsWithin } from './decisions-within.ts'

type RuleHandlers = Pick<AdminHandlers, keyof RuleCommands>

/** Decisions that one look goes through. */
const MOST_DECISIONS = 5000

/** Hears of rules that were put into force. */
interface Noted {
  rulesActivated(version: number, by: string): void
}

/** `control` throws where an engine is no hub: only a hub merges. */
export function ruleCommands(control: () => ConflictControl, noted: Noted): RuleHandlers {
  const cases = (limit: number): readonly DecidedCase[] => control().rules.decided(limit)
  const threshold = (): number => control().rules.resolver.autoResolveThreshold
  return {
    'rules.overview': () => {
      const { resolver, ruleSets } = control().rules
      const { mergeStrategy, autoResolveThreshold, strategies } = resolver
      return { current: ruleSets.current ?? null, mergeStrategy, autoResolveThreshold, strategies }
    },
    'rules.versions': ({ before, limit }) =>
      control().rules.ruleSets.versions({ limit, ...(before === undefined ? {} : { before }) }),
    'rules.check': ({ rules }) => problemsOf(rules),
    'rules.test': ({ rules, conflict }) => viewUnder(control().rules, conflict, asSet(rules)),
    'rules.what-if': ({ rules, limit }) => whatIf(cases(limit), asSet(rules), threshold()),
    'rules.suggest': ({ limit }) => suggestRules(cases(limit), control().rules.ruleSets.current?.rules ?? [], threshold()),
    'rules.activate': ({ rules, basedOn, note }, { actor }) => {
      const activated = control().rules.activate(rules, { by: actor, basedOn, ...(note === undefined ? {} : { note }) })
      noted.rulesActivated(activated.current.version, actor)
      return activated
    },
    'conflicts.analytics': (span) => {
      const { queue } = control()
      const decided = decisionsWithin(queue, span, MOST_DECISIONS)
      return analyzeConflicts({ decided, most: MOST_DECISIONS, waiting: [...queue.waiting.values()] }, span)
    },
  }
}

function viewUnder(desk: RuleDesk, id: string, rules: RuleSet): ConflictView {
  const view = desk.viewUnder(id, rules)
  if (!view) throw new SrvraError('E_CONFLICT_UNKNOWN', `There is no conflict ${id}.`, { id })
  return view
}

function asSet(rules: readonly MergeRule[]): RuleSet {
  return parseRuleSet({ version: 1, rules })
}

function problemsOf(rules: unknown): readonly RuleProblem[] {
  try {
    parseRuleSet({ version: 1, rules })
    return []
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    const { path } = error.details
    return [{ path: typeof path === 'string' ? path : '', message: error.message }]
  }
}
