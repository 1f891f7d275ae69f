import { countOf } from '../admin/bulk/count-sentence.ts'
import type { RuleDesk } from '../conflict/rule-desk.ts'
import { SrvraError } from '../core/errors.ts'
import { equalJson, parseJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { parseRuleSet } from '../core/merge/index.ts'
import type { MergeRule } from '../core/merge/index.ts'
import { readText } from './read-text.ts'

/** The merge rules of a file: a list, or an object with `rules`. Throws E_FILE, E_JSON and E_RULE. */
export function readRuleFile(file: string): readonly MergeRule[] {
  const content = contentOf(file)
  const rules = Array.isArray(content) ? content : (content as { readonly rules?: JsonValue } | null)?.rules
  if (rules === undefined)
    throw new SrvraError('E_RULE', `${file} has to hold a list of rules, or an object with 'rules'.`, { path: '' })
  return parseRuleSet({ version: 1, rules }).rules
}

/** Puts rules into force, unless they are in force already: each start would make a new set of the same rules otherwise. */
export function useRules(desk: RuleDesk, rules: readonly MergeRule[]): { readonly text: string } {
  const { current } = desk.ruleSets
  const same = current && equalJson(current.rules as unknown as JsonValue, rules as unknown as JsonValue)
  if (same) return { text: `Rule set ${current.version} is in force: ${countOf(rules.length, 'rule')}.` }
  const { current: added, settled } = desk.activate(rules, { by: 'rules file', basedOn: current?.version ?? 0 })
  return {
    text: `Rule set ${added.version} is in force now: ${countOf(rules.length, 'rule')}, ${countOf(settled, 'waiting conflict')} settled by it.`,
  }
}

function contentOf(file: string): JsonValue {
  const text = readText(file)
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    throw new SrvraError('E_RULE', `${file} is no JSON: ${error.message}`, { ...error.details, path: '' })
  }
}
