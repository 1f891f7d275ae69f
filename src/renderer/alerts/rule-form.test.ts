import { expect, test } from 'vitest'

import type { AlertCondition, AlertRule } from '../../shared/contract.ts'
import { changesOfRules, firingWords } from './rule-changes.ts'
import { emptyForm, formOf, idFor, problemsByField, ruleOf } from './rule-form.ts'

const compared = { windowMs: 60_000, is: 'below', limit: 0.5 } as const
const conditions: readonly AlertCondition[] = [
  { kind: 'threshold', series: 'lag', ...compared },
  { kind: 'rate', series: 'writes', ...compared },
  { kind: 'ratio', part: ['bad'], whole: ['bad', 'good'], ...compared },
  { kind: 'mean', sum: 's', count: 'n', ...compared },
  { kind: 'burn-rate', missed: ['m'], all: ['m', 'k'], target: 0.999, windowMs: 3_600_000, newestMs: 300_000, limit: 14.4 },
  { kind: 'absence', series: 'writes', windowMs: 90_000 },
]

function rule(condition: AlertCondition, rest: Partial<AlertRule> = {}): AlertRule {
  return { id: 'a', title: '<b>Hot</b>', severity: 'critical', condition, forMs: 1500, ...rest }
}

test('V-217 a rule of every kind is the same after it was a form', () => {
  for (const condition of conditions) {
    const one = rule(condition, { enabled: false, labels: { team: 'a=b' } })
    expect(ruleOf(formOf(one))).toEqual(one)
  }
})

test('V-217 what is not filled in is no figure, so that the engine refuses it', () => {
  const { condition, forMs } = ruleOf({ ...emptyForm, forS: '' })
  expect([condition, forMs]).toMatchObject([{ series: '', limit: Number.NaN }, Number.NaN])
})

test('V-217 what is wrong stands by its field, of the rule that is edited alone', () => {
  const problems = [
    { path: '1.title', message: 'too long' },
    { path: '1.condition.whole.0', message: 'empty' },
    { path: '1.strange', message: 'unknown' },
    { path: '10.id', message: 'of another' },
  ]
  expect(problemsByField(problems.slice(0, 2), 1)).toEqual({ title: 'too long', whole: 'empty' })
  expect(problemsByField(problems.slice(2), 1)).toEqual({ title: 'unknown' })
})

test('V-217 an id is made of the title, and is none that is taken', () => {
  expect(idFor('Ünsteady: 5 writes!', [])).toBe('nsteady-5-writes')
  expect([idFor('Hot', ['hot', 'hot-2']), idFor('…', []), idFor('x'.repeat(10_000), []).length]).toEqual(['hot-3', 'rule', 80])
})

test('V-217 a sentence says when a rule fires', () => {
  const [lag] = conditions as [AlertCondition]
  expect(firingWords(rule(lag, { forMs: 300_000 }))).toBe('fires when lag below 0.5, for 5 min without a break')
  const silent: AlertCondition = { kind: 'absence', series: 'w', windowMs: 60_000 }
  expect(firingWords(rule(silent, { forMs: 0 }))).toBe('fires when nothing of w in 1 min, at once')
})

test('V-218 what becomes of which rule is told, those that go first, and nothing of the rest', () => {
  const [lag, writes] = conditions as [AlertCondition, AlertCondition]
  const before = [rule(lag, { id: 'same' }), rule(lag, { id: 'other' }), rule(lag, { id: 'gone' })]
  const after = [rule(writes, { id: 'new' }), rule(lag, { id: 'other', enabled: false }), rule(lag, { id: 'same' })]
  expect(changesOfRules(before, after).map(({ id, change }) => [id, change])).toEqual([
    ['gone', 'removed'],
    ['new', 'added'],
    ['other', 'changed'],
  ])
  expect(changesOfRules(before, after)[2]?.after).toContain('disabled')
})
