import { expect, test } from 'vitest'
import type { RecordedConflict } from './conflict-record.ts'
import { suggestRules } from './suggest-rules.ts'
import type { DecidedCase } from './what-if.ts'
import { whatIf } from './what-if.ts'

/** A sale that met another one, and what somebody made of it. */
function sale(number: number, decided: number): DecidedCase {
  const conflict: RecordedConflict = {
    key: `inventory/article-${number % 7}`,
    status: 'resolved',
    reason: 'SAME_FIELD',
    replica: 'shop-1',
    actor: 'shop-1',
    at: number,
    base: { value: { stock: { quantity: 100 } }, metadata: {} },
    ours: { value: { stock: { quantity: 100 - number } }, metadata: {}, version: 2 },
    theirs: { value: { stock: { quantity: 99 } }, metadata: {} },
    fields: [{ path: '/stock/quantity', outcome: 'proposal', reason: 'SAME_FIELD', confidence: 0.5 }],
    confidence: 0.5,
    ruleSet: 0,
    operation: { opId: `op-${number}`, base: 1, hlc: 'b', priority: 'normal' },
    resolution: { by: 'operator-1', at: number + 10, strategy: 'manual', choices: [], value: { stock: { quantity: decided } } },
  }
  return { id: `c-op-${number}`, conflict }
}

const COUNTER = { version: 1, rules: [{ keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' }] } as const

test('R-14 what-if tells what rules would have settled, where they differ from people, with examples', () => {
  const cases = [...Array.from({ length: 20 }, (_, index) => sale(index + 2, 97 - index)), sale(30, 12)]
  expect(whatIf(cases, { version: 1, rules: [] }, 0.8)).toEqual({
    looked: 21,
    settled: 0,
    same: 0,
    differs: 0,
    byRule: [],
    examples: [],
  })
  const report = whatIf(cases, COUNTER, 0.8)
  expect(report).toMatchObject({ looked: 21, settled: 21, same: 20, differs: 1 })
  expect(report.examples).toEqual([
    { id: 'c-op-30', key: 'inventory/article-2', decided: { stock: { quantity: 12 } }, ruled: { stock: { quantity: 69 } } },
  ])
})

test('R-14 what-if tells what each rule has a part in', () => {
  const cases = [...Array.from({ length: 20 }, (_, index) => sale(index + 2, 97 - index)), sale(30, 12)]
  const never = { keys: 'orders/*', path: 'stock.quantity', rule: 'counter' } as const
  const narrow = { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter', min: 90 } as const
  expect(whatIf(cases, { version: 1, rules: [never, ...COUNTER.rules] }, 0.8).byRule).toEqual([
    { place: 0, same: 0, differs: 0, waiting: 0 },
    { place: 1, same: 20, differs: 1, waiting: 0 },
  ])
  expect(whatIf(cases, { version: 1, rules: [narrow] }, 0.8).byRule).toEqual([{ place: 0, same: 8, differs: 0, waiting: 13 }])
})

test('R-14 R-15 what rules and handlers settled says nothing of what people would do', () => {
  const settledBy = (by: string, strategy: string) =>
    Array.from({ length: 9 }, (_, index) => {
      const { id, conflict } = sale(index + 2, 97 - index)
      return { id, conflict: { ...conflict, resolution: { ...conflict.resolution, by, strategy, at: 1, choices: [] } } }
    })
  for (const cases of [settledBy('rules', 'rule'), settledBy('handler', 'house-style')]) {
    expect(whatIf(cases, COUNTER, 0.8).looked).toBe(0)
    expect(suggestRules(cases, [], 0.8)).toEqual([])
    const byPeople = Array.from({ length: 5 }, (_, index) => sale(index + 20, 79 - index))
    expect(suggestRules([...cases, ...byPeople], [], 0.8)).toMatchObject([{ cases: 5, same: 5 }])
  }
})

test('R-15 what else was to decide in the same conflicts keeps no rule from being suggested', () => {
  const cases = Array.from({ length: 6 }, (_, index) => {
    const { id, conflict } = sale(index + 2, 97 - index)
    const priced = (value: unknown, price: number) => ({ ...(value as object), price }) as never
    return {
      id,
      conflict: {
        ...conflict,
        base: { value: priced(conflict.base?.value, 1), metadata: {} },
        ours: { ...conflict.ours, value: priced(conflict.ours.value, 2) },
        theirs: { value: priced(conflict.theirs.value, 3), metadata: {} },
        resolution: { ...conflict.resolution, value: priced(conflict.resolution?.value, index) },
      } as RecordedConflict,
    }
  })
  expect(suggestRules(cases, [], 0.8)).toMatchObject([{ rule: { path: 'stock.quantity', rule: 'counter' }, cases: 6, same: 6 }])
})

test('R-15 a rule is suggested where it settles what people settled as they did', () => {
  const cases = Array.from({ length: 40 }, (_, index) => sale(index + 2, index === 7 ? 5 : 97 - index))
  expect(suggestRules(cases, [], 0.8)).toEqual([
    {
      rule: { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' },
      cases: 40,
      same: 39,
      text: 'stock.quantity: counter settles 97 % of 40 as people did',
    },
  ])
  expect(suggestRules(cases, COUNTER.rules, 0.8)).toEqual([])
  expect(suggestRules(cases.slice(0, 4), [], 0.8)).toEqual([])
})
