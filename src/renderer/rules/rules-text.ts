import { jsonLanguage } from '@codemirror/lang-json'

import type { DraftProblem, MergeRule, RuleProblem } from '../../shared/contract.ts'

/** Rules as people edit them: a rule on a line, in the order in which they count. */
export function rulesText(rules: readonly MergeRule[]): string {
  if (rules.length === 0) return '[]'
  return `[\n${rules.map((rule) => `  ${ruleLine(rule)}`).join(',\n')}\n]`
}

const memberOrder = ['keys', 'path', 'rule', 'custom', 'min', 'max', 'id', 'note'] as const

function ruleLine(rule: MergeRule): string {
  const members = memberOrder.flatMap((name) =>
    rule[name] === undefined ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(rule[name])}`],
  )
  return `{ ${members.join(', ')} }`
}

export type ParsedRules =
  | { readonly ok: true; readonly value: unknown }
  /** The text is no JSON, and where. */
  | { readonly ok: false; readonly problem: DraftProblem }

/** Reads text as JSON; whether it holds rules is for the engine to say. // V-171 */
export function parseRulesText(text: string): ParsedRules {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    // Engines word their complaint as they like, and some do not say where: the editor's own parser knows the place.
    const position = firstFault(text)
    const here = text.slice(position).trimStart()
    const message =
      here === ''
        ? 'The text ends too early: a bracket, a brace or a quote is not closed.'
        : `This is no JSON: ${JSON.stringify(Array.from(here)[0])} can not stand here.`
    return { ok: false, problem: { path: '', code: 'E_JSON_SYNTAX', message, ...lineAndColumn(text, position) } }
  }
}

function firstFault(text: string): number {
  let found = text.length
  jsonLanguage.parser.parse(text).iterate({
    enter: ({ type, from }) => {
      if (type.isError) found = Math.min(found, from)
    },
  })
  return found
}

function lineAndColumn(text: string, position: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, position).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** A problem of rules where the editor marks it: the engine names `rules[2].path`, and the text is the list alone. */
export function toDraftProblem({ path, message }: RuleProblem): DraftProblem {
  return { path: path.replace(/^rules/, '$'), code: 'E_RULE', message: message.replace(/^In a set of merge rules, /, '') }
}

/** The draft with a rule more; undefined where the text holds no list to add to. */
export function withRule(text: string, rule: MergeRule): string | undefined {
  const parsed = parseRulesText(text)
  if (!parsed.ok || !Array.isArray(parsed.value)) return undefined
  // The first rule that matches holds: behind a wider one the new rule would say nothing.
  return rulesText([rule, ...(parsed.value as readonly MergeRule[])])
}
