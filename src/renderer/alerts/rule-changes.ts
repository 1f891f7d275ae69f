import type { AlertRule } from '../../shared/contract.ts'
import { conditionWords, severityWords, spanWords } from './alert-words.ts'

/** What becomes of one rule of a set. */
export interface RuleChange {
  readonly id: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly title: string
  /** What it was, and what it is from then on; one sentence each. */
  readonly before?: string
  readonly after?: string
}

/** What becomes of which rule, those that go first. The order of rules has no meaning. // V-218 */
export function changesOfRules(before: readonly AlertRule[], after: readonly AlertRule[]): readonly RuleChange[] {
  const removed = before
    .filter(({ id }) => !after.some((rule) => rule.id === id))
    .map((rule): RuleChange => ({ id: rule.id, change: 'removed', title: rule.title, before: ruleWords(rule) }))
  const rest = after.flatMap((rule): readonly RuleChange[] => {
    const old = before.find(({ id }) => id === rule.id)
    const { id, title } = rule
    if (!old) return [{ id, change: 'added', title, after: ruleWords(rule) }]
    if (JSON.stringify(old) === JSON.stringify(rule)) return []
    return [{ id, change: 'changed', title, before: ruleWords(old), after: ruleWords(rule) }]
  })
  return [...removed, ...rest]
}

/** A whole rule in words: everything in which two rules can differ. */
function ruleWords(rule: AlertRule): string {
  const labels = Object.entries(rule.labels ?? {}).map(([name, value]) => `${name}=${value}`)
  return [
    `“${rule.title}”`,
    severityWords[rule.severity].word.toLowerCase(),
    firingWords(rule),
    ...(labels.length > 0 ? [labels.join(', ')] : []),
    ...(rule.enabled === false ? ['disabled'] : []),
  ].join('; ')
}

/** When a rule fires, in a sentence without its full stop. // V-217 */
export function firingWords({ condition, forMs }: AlertRule): string {
  const wait = forMs > 0 ? `, for ${spanWords(forMs)} without a break` : ', at once'
  return `fires when ${lowerFirst(conditionWords(condition))}${wait}`
}

/** Only words of ours begin with a capital: names of series stay as they are. */
function lowerFirst(text: string): string {
  return /^(Nothing|Error)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
