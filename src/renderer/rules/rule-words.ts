import type { MergeRule, RulesOverview, RuleSuggestion } from '../../shared/contract.ts'
import { formatCounted } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'

/** What a rule makes of two edits, for whoever has not written it. */
const effects: Readonly<Record<MergeRule['rule'], string>> = {
  counter: 'adds up what both counted',
  max: 'takes the greater',
  min: 'takes the lesser',
  union: 'keeps every element that one side has',
  'add-wins-set': 'keeps what was added, also against a removal',
  'list-by-id': 'merges elements one by one',
  text: 'takes all edits of both, letter by letter',
  lww: 'takes what was written last',
  immutable: 'lets a person say whether it may change',
  custom: 'asks a function of the application',
}

/** What may stand beside the place and the kind of a rule. */
const settings: Readonly<Partial<Record<MergeRule['rule'], string>>> = {
  counter: 'min and max: beyond them a person decides',
  'list-by-id': 'id: the member that names an element',
  custom: 'custom: the name of the function',
}

/** Every kind of rule, for whoever writes one. */
export const ruleKinds = (Object.keys(effects) as MergeRule['rule'][]).map((rule) => ({
  rule,
  effect: effects[rule],
  settings: settings[rule],
}))

export function effectOf({ rule }: Pick<MergeRule, 'rule'>): string {
  return effects[rule]
}

/** `counter, at least 0`, `list-by-id by sku`, `custom price-band`. */
export function ruleWords({ rule, custom, min, max, id }: MergeRule): string {
  const bounds = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])]
  if (rule === 'custom') return `custom ${revealControls(custom ?? '')}`
  if (rule === 'list-by-id') return `list-by-id by ${revealControls(id ?? 'id')}`
  return [rule, ...bounds].join(', ')
}

/** The path of a rule; the empty one is the whole document. */
export function pathWords({ path }: Pick<MergeRule, 'path'>): string {
  return path === '' ? 'the whole document' : revealControls(path)
}

/** Rounded down: 99.6 % are not all. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part / whole) * 100)
}

/** `settles 97 % of 132 as people did`. */
export function suggestionWords({ cases, same }: RuleSuggestion): string {
  return `settles ${shareOf(same, cases)} % of ${formatCounted(cases, 'conflict')} as people did`
}

/** Which rules are about the same place of the same documents. */
export function samePlace(one: Pick<MergeRule, 'keys' | 'path'>, other: Pick<MergeRule, 'keys' | 'path'>): boolean {
  return one.keys === other.keys && one.path === other.path
}

/** By what else conflicts are settled, beside rules: `What no rule covers: smart-merge, from 80 % certainty on.` */
export function beyondRules({ mergeStrategy, autoResolveThreshold }: RulesOverview): string {
  const certainty = mergeStrategy === 'smart-merge' ? `, from ${Math.round(autoResolveThreshold * 100)} % certainty on` : ''
  return `What no rule covers: ${revealControls(mergeStrategy)}${certainty}.`
}
