import type { MergeRule } from '../../shared/contract.ts'
import { samePlace } from './rule-words.ts'

/** A line of the comparison of two lists of rules. Places count from 0; a rule that only moved has two. */
export type RuleChange =
  | { readonly change: 'kept'; readonly rule: MergeRule; readonly from: number; readonly to: number }
  | { readonly change: 'moved'; readonly rule: MergeRule; readonly from: number; readonly to: number }
  | { readonly change: 'changed'; readonly before: MergeRule; readonly rule: MergeRule; readonly from: number; readonly to: number }
  | { readonly change: 'added'; readonly rule: MergeRule; readonly to: number }
  | { readonly change: 'removed'; readonly rule: MergeRule; readonly from: number }

interface Placed {
  readonly rule: MergeRule
  readonly place: number
}

/**
 * What becomes of rules, in the new order, removed ones first. The order counts (the first that matches holds), so a rule
 * that stands elsewhere among those that stayed is a change, too. // V-174
 */
export function diffRules(before: readonly MergeRule[], after: readonly MergeRule[]): readonly RuleChange[] {
  const kept = longestCommon(before.map(textOf), after.map(textOf))
  const gone = before.map(placed).filter(({ place }) => !kept.some(([from]) => from === place))
  const changes: (RuleChange & { readonly to: number })[] = kept.map(([from, to]) => ({
    change: 'kept',
    rule: after[to] as MergeRule,
    from,
    to,
  }))
  const fresh = after.map(placed).filter(({ place }) => !kept.some(([, at]) => at === place))
  const moved = fresh.map(({ rule }) => take(gone, (other) => textOf(other) === textOf(rule)))
  fresh.forEach(({ rule, place: to }, index) => {
    const twin = moved[index] ?? take(gone, (other) => samePlace(other, rule))
    changes.push(changeOf(rule, to, twin))
  })
  const removed: readonly RuleChange[] = gone.map(({ rule, place }) => ({ change: 'removed', rule, from: place }))
  return [...removed, ...changes.toSorted((one, other) => one.to - other.to)]
}

function changeOf(rule: MergeRule, to: number, twin: Placed | undefined): RuleChange & { readonly to: number } {
  if (!twin) return { change: 'added', rule, to }
  if (textOf(twin.rule) === textOf(rule)) return { change: 'moved', rule, from: twin.place, to }
  return { change: 'changed', before: twin.rule, rule, from: twin.place, to }
}

/** `1 added, 2 changed`; empty where both are the same. */
export function summarizeChanges(changes: readonly RuleChange[]): string {
  return (['added', 'changed', 'moved', 'removed'] as const)
    .map((change) => [change, changes.filter((line) => line.change === change).length] as const)
    .filter(([, count]) => count > 0)
    .map(([change, count]) => `${count} ${change}`)
    .join(', ')
}

function placed(rule: MergeRule, place: number): Placed {
  return { rule, place }
}

/** Takes the first that fits out of a list. */
function take(from: Placed[], fits: (rule: MergeRule) => boolean): Placed | undefined {
  const index = from.findIndex(({ rule }) => fits(rule))
  return index < 0 ? undefined : from.splice(index, 1)[0]
}

/** The order of members says nothing. */
function textOf(rule: MergeRule): string {
  return JSON.stringify(Object.entries(rule).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Pairs of places of the longest common subsequence. */
function longestCommon(before: readonly string[], after: readonly string[]): readonly (readonly [from: number, to: number])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    const line = lengths[row] as Uint16Array
    for (let column = after.length - 1; column >= 0; column--)
      line[column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
  }
  const pairs: (readonly [number, number])[] = []
  for (let [row, column] = [0, 0]; row < before.length && column < after.length;) {
    if (before[row] === after[column]) pairs.push([row++, column++])
    else if (at(row + 1, column) >= at(row, column + 1)) row++
    else column++
  }
  return pairs
}
