import type { MergedList } from '../merge-lists.ts'
import { ARRAY_ORDER, LIST_CROWDED, LIST_MERGED, type Verdict } from '../merged-field.ts'
import type { AppliedRule } from './compile-rules.ts'
import { BY_RULE } from './ruling.ts'

/** The member by which a rule wants the elements of a list recognised. // M-26 */
export function identityFor(applied: AppliedRule | undefined): string | undefined {
  return applied?.rule.rule === 'list-by-id' ? (applied.rule.id ?? 'id') : undefined
}

/** On membership and order; where the rule could recognise all elements, no order that came of both sides is in doubt. */
export function orderedBy(applied: AppliedRule | undefined, { verdict, field }: MergedList): Verdict | undefined {
  const identity = identityFor(applied)
  if (applied === undefined || identity === undefined || field !== identity) return verdict
  const ofBoth = verdict === LIST_MERGED || verdict === LIST_CROWDED || verdict === ARRAY_ORDER
  return ofBoth ? { ...BY_RULE, rule: applied.name } : verdict
}
