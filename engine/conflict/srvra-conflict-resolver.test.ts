import { expect, test } from 'vitest'
import { vmTimeLimit } from '../adapters/vm-time-limit.ts'
import type { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { Dispute } from './judge.ts'
import { SrvraConflictResolver } from './srvra-conflict-resolver.ts'

const resolverWith = (options: Partial<ConstructorParameters<typeof SrvraConflictResolver>[0]> = {}): SrvraConflictResolver =>
  new SrvraConflictResolver({ timeLimit: vmTimeLimit, ...options })

function dispute(base: JsonValue | undefined, ours: JsonValue | undefined, theirs: JsonValue | undefined): Dispute {
  const side = (value: JsonValue | undefined) => ({ value, metadata: {} })
  return { key: 'k', base: side(base), ours: side(ours), theirs: side(theirs), oursHlc: 'a', theirsHlc: 'b' }
}

const CONTESTED = dispute({ price: 12, name: 'tea' }, { price: 14, name: 'tea' }, { price: 13, name: 'green tea' })

test.each([
  ['last-write-wins', { price: 13, name: 'green tea' }],
  ['first-write-wins', { price: 14, name: 'green tea' }],
  ['server-wins', { price: 14, name: 'green tea' }],
  ['client-wins', { price: 13, name: 'green tea' }],
] as const)('R-10 %s settles what both claim, and takes over what one side alone changed', (strategy, value) => {
  const judged = resolverWith().judge(CONTESTED, strategy)
  expect(judged).toMatchObject({ value, confidence: 1 })
  expect(judged.reason).toBeUndefined()
  expect(judged.fields.find(({ path }) => path === '/price')?.outcome).not.toBe('proposal')
})

test('R-10 a deletion against an edit has a winner, too, where a strategy names one', () => {
  const gone = dispute({ a: 1 }, undefined, { a: 2 })
  expect(resolverWith().judge(gone, 'server-wins')).toMatchObject({ value: undefined, confidence: 1 })
  expect(resolverWith().judge(gone, 'client-wins')).toMatchObject({ value: { a: 2 } })
  expect(resolverWith().judge(gone, 'smart-merge')).toMatchObject({ reason: 'DELETE_VS_EDIT', confidence: 0 })
})

test('R-10 smart-merge leaves to a person what is below the threshold, and manual leaves everything', () => {
  const apart = dispute({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 })
  expect(resolverWith().judge(apart)).toMatchObject({ value: { a: 2, b: 2 }, confidence: 1 })
  expect(resolverWith().judge(CONTESTED)).toMatchObject({ reason: 'SAME_FIELD', confidence: 0.5 })
  expect(resolverWith({ autoResolveThreshold: 0.5 }).judge(CONTESTED).reason).toBeUndefined()
  expect(resolverWith().judge(apart, 'manual')).toMatchObject({ reason: 'POLICY_MANUAL', confidence: 0 })
})

test('R-11 a strategy of the application is given copies and answers a value', () => {
  const resolver = resolverWith({ mergeStrategy: 'prices' })
  resolver.registerCustomStrategy('prices', ({ clientValue, serverValue }) => {
    Object.assign(clientValue ?? {}, { name: 'changed in place' })
    return { value: { ...serverValue, price: 15 } }
  })
  expect(resolver.judge(CONTESTED)).toMatchObject({ value: { price: 15, name: 'tea' }, confidence: 1 })
  expect(CONTESTED.theirs.value).toEqual({ price: 13, name: 'green tea' })
  expect(resolver.strategies).toContain('prices')
})

test.each<[string, () => unknown, RegExp]>([
  [
    'throws',
    () => {
      throw new Error('no such price')
    },
    /no such price/,
  ],
  [
    'never returns',
    () => {
      for (;;);
    },
    /250 ms/,
  ],
  ['answers nothing', () => undefined, /has to answer/],
  ['answers a promise', () => Promise.resolve({ value: 1 }), /at once/],
  ['answers what is no JSON', () => ({ value: { at: new Date(0) } }), /failed/],
])('R-11 a strategy that %s sends the conflict to a person, with the reason', (_what, strategy, said) => {
  const resolver = resolverWith({ mergeStrategy: 'careless' })
  resolver.registerCustomStrategy('careless', strategy as never)
  const judged = resolver.judge(CONTESTED)
  expect(judged).toMatchObject({ reason: 'RULE_FAILED', confidence: 0 })
  expect(judged.failure).toMatch(said)
})

test('R-11 a strategy that was never registered is a failure that says so, and wrong names are refused', () => {
  expect(resolverWith({ mergeStrategy: 'unheard-of' }).judge(CONTESTED)).toMatchObject({ reason: 'RULE_FAILED' })
  const codeOf = (name: string): string => {
    try {
      resolverWith().registerCustomStrategy(name, () => ({ value: {} }))
      return 'taken'
    } catch (error) {
      return (error as SrvraError).code
    }
  }
  expect(['', 'Upper', 'manual', 'a b', 'smart-merge'].map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'E_STRATEGY'))
  expect(codeOf('by-region')).toBe('taken')
})

test('R-12 rules go before the ordinary merge, name themselves, and can be replaced at any time', () => {
  const resolver = resolverWith({ rules: { version: 3, rules: [{ keys: 'k', path: 'n', rule: 'counter' }] } })
  const sold = dispute({ n: 10 }, { n: 7 }, { n: 9 })
  expect(resolver.judge(sold)).toMatchObject({ value: { n: 6 }, fields: [{ path: '/n', outcome: 'rule', rule: 'counter' }] })
  resolver.useRules({ version: 4, rules: [{ keys: 'k', path: 'n', rule: 'max' }] })
  expect(resolver.judge(sold)).toMatchObject({ value: { n: 9 } })
  resolver.useRules({ version: 5, rules: [{ keys: 'k', path: 'n', rule: 'custom', custom: 'mean' }] })
  expect(resolver.judge(sold)).toMatchObject({ reason: 'RULE_FAILED' })
  resolver.registerCustomRule('mean', ({ ours, theirs }) => (Number(ours) + Number(theirs)) / 2)
  expect(resolver.judge(sold)).toMatchObject({ value: { n: 8 } })
  expect(resolver.rules.version).toBe(5)
})

test('R-13 resolving by hand takes a strategy, and says why when that leaves it to a person', () => {
  const resolver = resolverWith()
  const event = { key: 'k', baseValue: { a: 1 }, clientValue: { a: 2 }, serverValue: { a: 3 } }
  expect(resolver.resolveConflict({ strategy: 'client-wins', ...event })).toEqual({ value: { a: 2 }, strategy: 'client-wins' })
  expect(() => resolver.resolveConflict(event)).toThrow(/leaves this to a person: SAME_FIELD/)
  expect(() => resolver.resolveConflict({ strategy: 'none', ...event })).toThrow(/There is no strategy 'none'/)
})
