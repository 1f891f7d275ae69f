import { MERGE_RULE_NAMES, type MergeRule, type RuleSet } from './merge-rule.ts'
import { ruleError } from './rule-error.ts'
import { compileRulePath } from './rule-path.ts'

const MOST_RULES = 1000
/** No key and no path of a document is longer than this in practice; a pattern has no reason to be. */
const LONGEST_PATTERN = 1000
const LONGEST_NAME = 512
const LONGEST_NOTE = 2000

const SET_MEMBERS = ['version', 'rules']
const RULE_MEMBERS = ['keys', 'path', 'rule', 'custom', 'min', 'max', 'id', 'note']
const RULE_KINDS = [...MERGE_RULE_NAMES, 'custom'] as const

const KEYS = 'a pattern of document keys, as "inventory/**"'
const PATH = 'names joined by dots with "*" for one step and "**" for any number, as "items.*.count"; other names in double quotes'

type Members = Readonly<Record<string, unknown>>

/**
 * Reads a set of rules strictly: what is unknown or out of place is refused, so that no rule is believed to hold that does
 * not. Throws E_RULE with `path`, `actual` and `expected` in details. // M-20
 */
export function parseRuleSet(value: unknown): RuleSet {
  const set = membersOf(value, 'the whole', SET_MEMBERS)
  const { version, rules } = set
  if (!isCount(version)) throw ruleError('version', version, 'a whole number from 0')
  if (!Array.isArray(rules) || rules.length > MOST_RULES) throw ruleError('rules', rules, `a list of at most ${MOST_RULES} rules`)
  return { version, rules: Array.from(rules as readonly unknown[], (rule, at) => parseRule(rule, `rules[${at}]`)) }
}

function parseRule(value: unknown, at: string): MergeRule {
  const members = membersOf(value, at, RULE_MEMBERS)
  const keys = textOf(members, 'keys', at, KEYS, LONGEST_PATTERN)
  if (keys === '') throw ruleError(`${at}.keys`, keys, KEYS)
  const path = textOf(members, 'path', at, PATH, LONGEST_PATTERN)
  if (compileRulePath(path) === undefined) throw ruleError(`${at}.path`, path, PATH)
  const kind = RULE_KINDS.find((name) => name === members['rule'])
  if (kind === undefined) throw ruleError(`${at}.rule`, members['rule'], `one of ${RULE_KINDS.join(', ')}`)
  return { keys, path, rule: kind, ...settingsOf(members, kind, at) }
}

/** What only some rules have, each refused where it would say nothing. */
function settingsOf(members: Members, kind: MergeRule['rule'], at: string): Partial<MergeRule> {
  const settings: { -readonly [Name in keyof MergeRule]?: MergeRule[Name] } = {}
  for (const [name, owner] of [
    ['custom', 'custom'],
    ['min', 'counter'],
    ['max', 'counter'],
    ['id', 'list-by-id'],
  ] as const) {
    if (Object.hasOwn(members, name) && kind !== owner)
      throw ruleError(`${at}.${name}`, members[name], `left out: only the rule "${owner}" has it`)
  }
  if (kind === 'custom') settings.custom = functionOf(members, at)
  if (Object.hasOwn(members, 'id')) settings.id = nameOf(members, 'id', at, 'the name of the member that identifies an element')
  if (Object.hasOwn(members, 'min')) settings.min = numberOf(members, 'min', at)
  if (Object.hasOwn(members, 'max')) settings.max = numberOf(members, 'max', at)
  if (Object.hasOwn(members, 'note')) settings.note = textOf(members, 'note', at, 'a text', LONGEST_NOTE)
  const { min = -Infinity, max = Infinity } = settings
  if (min > max) throw ruleError(`${at}.max`, max, `no less than the min of ${min}`)
  return settings
}

function membersOf(value: unknown, at: string, known: readonly string[]): Members {
  const expected = `an object with the members ${known.join(', ')}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw ruleError(at, value, expected)
  const prefix = at.startsWith('rules') ? `${at}.` : ''
  for (const name of Object.keys(value)) {
    if (!known.includes(name))
      throw ruleError(`${prefix}${name}`, (value as Members)[name], `left out: there are ${known.join(', ')}`)
  }
  return value as Members
}

function textOf(members: Members, name: string, at: string, expected: string, longest: number): string {
  const value = Object.hasOwn(members, name) ? members[name] : undefined
  if (typeof value !== 'string' || value.length > longest || !value.isWellFormed())
    throw ruleError(`${at}.${name}`, value, `${expected}, at most ${longest} characters long`)
  return value
}

/** Fields tell a custom rule by this name: another rule's would mislead. */
function functionOf(members: Members, at: string): string {
  const expected = 'the name of a registered function, and no rule that there is'
  const name = nameOf(members, 'custom', at, expected)
  if (RULE_KINDS.some((kind) => kind === name)) throw ruleError(`${at}.custom`, name, expected)
  return name
}

function nameOf(members: Members, name: string, at: string, expected: string): string {
  const value = textOf(members, name, at, expected, LONGEST_NAME)
  if (value === '') throw ruleError(`${at}.${name}`, value, expected)
  return value
}

function numberOf(members: Members, name: string, at: string): number {
  const value = members[name]
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw ruleError(`${at}.${name}`, value, 'a number that JSON can hold exactly, at most 2^53 - 1')
  return value
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
