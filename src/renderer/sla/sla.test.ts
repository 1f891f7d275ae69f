import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Breach, Objective, ObjectiveLevel, ObjectiveReport } from '../../shared/contract.ts'
import { attainmentSentence, attainmentTable } from './attainment-chart.ts'
import { breachRoute } from './breach-words.ts'
import { objectiveColumns } from './objective-columns.ts'
import { firstObjective, objectiveProblems, parseTarget, parseWithin, promised, toDraft, toForm } from './objective-form.ts'
import { budgetWords, burnTone, durationWords, objectiveName, promiseWords, shareWords, stateOf } from './objective-words.ts'

const objective: Objective = { id: 'o', keys: '**', within: 2000, target: 0.99, alert: true, since: 0 }
const nothing: ObjectiveLevel = {
  met: 0,
  missed: 0,
  rejected: 0,
  attained: undefined,
  burnRate: 0,
  p50Ms: undefined,
  p95Ms: undefined,
  p99Ms: undefined,
}

function report(fast: number, slow: number, left: number): ObjectiveReport {
  const level = (burnRate: number): ObjectiveLevel => ({ ...nothing, met: 1, attained: 1, burnRate })
  return { objective, fast: level(fast), slow: level(slow), whole: level(1), budget: { allowed: 1, left }, unlisted: 0 }
}

test('V-206 an objective has the worst state that is true, and none before anything was seen', () => {
  const states = [report(0, 0, 0.5), report(15, 7, -1), report(1, 7, 0.5), report(1, 7, -1), report(1, 1, 0)].map(stateOf)
  expect(states.map(({ word }) => word)).toEqual(['Kept', 'Burning fast', 'Burning', 'Missed', 'Used up'])
  const unseen = { objective, fast: nothing, slow: nothing, whole: nothing, budget: { allowed: 0, left: 1 }, unlisted: 0 }
  expect(stateOf(unseen)).toEqual({ word: 'Collecting', tone: 'neutral' })
  expect([burnTone(1, 'fast'), burnTone(7, 'fast'), burnTone(7, 'slow')].map(({ tone }) => tone)).toEqual(['ok', 'warn', 'danger'])
})

test('V-206 a share is never told higher than it is', () => {
  expect([1, 0.99999, 0.9994, 0.29, 0].map(shareWords)).toEqual(['100 %', '99.99 %', '99.94 %', '29 %', '0 %'])
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), (met, missed) => {
      expect(shareWords(met / (met + missed))).not.toBe('100 %')
      expect(Number.parseFloat(shareWords(met / (met + missed)))).toBeLessThanOrEqual((met / (met + missed)) * 100 + 1e-6)
    }),
  )
  expect([0.815, 0, -0.35, -6.3].map(budgetWords)).toEqual(['81.5 % left', 'used up', '35 % over', '7.3× used'])
})

test('V-206 the promise is a sentence, with what people call it in its place', () => {
  expect(promiseWords({ ...objective, priority: 'critical', keys: 'sales/**' })).toBe(
    '99 % of critical operations on sales/** within 2 s',
  )
  expect(objectiveName(objective)).toBe('99 % of operations within 2 s')
  expect(objectiveName({ ...objective, name: 'Tills\u202E' })).not.toContain('\u202E')
  expect([0, 450, 2400, 90_000, 5_400_000, 259_200_000].map(durationWords)).toEqual([
    '0 ms',
    '450 ms',
    '2.4 s',
    '1.5 min',
    '1.5 h',
    '3 d',
  ])
})

test('V-206 with little room the state, the name and what is left stay', () => {
  expect(objectiveColumns(2000)).toHaveLength(9)
  expect(objectiveColumns(300).map(({ id }) => id)).toEqual(['state', 'name', 'attained', 'budget'])
})

test('V-208 times and shares are read as people type them, and what is none is told at its field', () => {
  expect(['500 ms', '2s', '1.5 min', '5 m', '2 h', '30 d'].map(parseWithin)).toEqual([
    500, 2000, 90_000, 300_000, 7_200_000, 2_592_000_000,
  ])
  expect(['', '2', 's', '0 s', '31 d', '-1 s', '2 weeks'].map(parseWithin)).toEqual(Array.from({ length: 7 }, () => undefined))
  expect(['99', '99.9 %', '0.5%'].map(parseTarget)).toEqual([0.99, 0.999, 0.005])
  expect(['0', '100', 'all', '1e1', ''].map(parseTarget)).toEqual(Array.from({ length: 5 }, () => undefined))
  expect(Object.keys(objectiveProblems({ ...firstObjective, keys: ' ', within: 'soon', target: '100' }))).toEqual([
    'keys',
    'within',
    'target',
  ])
  expect(promised(firstObjective)).toBe('99 % of critical operations within 2 s')
  expect(promised({ ...firstObjective, within: '' })).toBeUndefined()
})

test('V-208 what is saved is what is read back, and a new one gets an id of its own', () => {
  const kept = fc.record({ within: fc.integer({ min: 1, max: 2_592_000_000 }), millionths: fc.integer({ min: 1, max: 999_999 }) })
  fc.assert(
    fc.property(kept, ({ within, millionths }) => {
      const before = { ...objective, name: 'Tills', priority: 'high' as const, within, target: millionths / 1_000_000 }
      const { since: _since, ...draft } = before
      expect(toDraft(toForm(before), [])).toEqual(draft)
    }),
  )
  expect(toDraft({ ...firstObjective, name: 'Tills & shops' }, ['tills-shops'])?.id).toBe('tills-shops-2')
  expect(toDraft({ ...firstObjective, name: '販売' }, [])?.id).toBe('objective')
  expect(toDraft(firstObjective, [])?.id).toBe('critical')
})

test('V-209 the course is told in a sentence and in a table', () => {
  const points = [
    { at: 0, attained: 1, missed: 0 },
    { at: 1000, attained: 0.5, missed: 3 },
  ]
  const course = { from: 0, to: 2000, stepMs: 1000, target: 0.99, points }
  expect(attainmentSentence(course)).toBe('3 operations too late; 1 of 2 steps below the target of 99 %.')
  expect(attainmentSentence({ ...course, points: [] })).toBe('No operation was seen in this span.')
  expect(attainmentTable(course, true).rows[0]).toEqual(['1970-01-01 00:00:01 UTC', '50 %', '3'])
})

test('V-210 a breach leads to the version that it became, or to its conflict', () => {
  const times = { at: 1, within: 1, tookMs: 2, waitedMs: 1, hubMs: 1 }
  const breach: Breach = { id: 1, objective: 'o', opId: 'a', key: 'k', replica: 'r', actor: 'ann', priority: 'low', ...times }
  expect(breachRoute({ ...breach, seq: 7, version: 3 })).toEqual({ name: 'history', query: { key: 'k', version: '3' } })
  expect(breachRoute({ ...breach, conflict: 'C1' })).toEqual({ name: 'conflicts', query: { conflict: 'C1' } })
})
