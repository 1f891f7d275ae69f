import { describe, expect, test } from 'vitest'
import { admitJson, NO_JSON_LIMITS, type JsonValue } from '../../json/index.ts'
import { compileRules, merge, parseRuleSet } from '../index.ts'
import type { CustomRule, Merge, MergeOptions, MergeRule } from '../index.ts'

type Sides = readonly [base: unknown, ours: unknown, theirs: unknown]
type Row = readonly [title: string, rule: Partial<MergeRule>, sides: Sides, value: unknown, field: string]

const admit = (value: unknown): JsonValue | undefined => (value === undefined ? undefined : admitJson(value, NO_JSON_LIMITS))
const LATER_THEIRS = { oursHlc: '1', theirsHlc: '2' }

function merging([base, ours, theirs]: Sides, rules: readonly Partial<MergeRule>[], options: MergeOptions = LATER_THEIRS): Merge {
  const set = parseRuleSet({ version: 1, rules: rules.map((rule) => ({ keys: '**', path: '', ...rule })) })
  const lookup = compileRules(set, CUSTOM).forKey('key')
  return merge(admit(base), admit(ours), admit(theirs), lookup ? { ...options, rules: lookup } : options)
}

/** `path outcome-or-reason confidence rule`, a line for each field. */
function lines({ fields }: Merge): readonly string[] {
  return fields.map(({ path, outcome, reason, confidence, rule = '' }) =>
    `${path} ${reason ?? outcome} ${confidence} ${rule}`.trim(),
  )
}

const circle: Record<string, unknown> = {}
circle['self'] = circle
const answering = (answer: unknown): CustomRule => (() => answer) as CustomRule
const CUSTOM = new Map<string, CustomRule>([
  ['longest', ({ ours, theirs }) => (JSON.stringify(ours).length > JSON.stringify(theirs).length ? ours : theirs)],
  ['told', ({ base, ours, theirs, path }) => [base ?? 'none', Math.min(Number(ours), Number(theirs)), path] as JsonValue],
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
  ['nothing', answering(undefined)],
  ['null', answering(null)],
  ['not a number', answering(NaN)],
  ['a function', answering(() => 1)],
  ['a circle', answering(circle)],
  ['a promise', answering(Promise.resolve(1))],
  ['a bigint', answering(1n)],
  ['half a pair', answering('\uD800')],
  [
    'a trap',
    answering(
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trapped')
          },
        },
      ),
    ),
  ],
])

const COUNTER = { rule: 'counter' } as const
const SET = { rule: 'add-wins-set' } as const
const UNION = { rule: 'union' } as const
const TEXT = { rule: 'text' } as const

describe('rules', () => {
  test.each<Row>([
    ['M-22 both sold', COUNTER, [10, 7, 9], 6, 'rule 1 counter'],
    ['M-22 both sold as many', COUNTER, [10, 9, 9], 8, 'rule 1 counter'],
    ['M-22 sold and delivered', COUNTER, [10, 7, 30], 27, 'rule 1 counter'],
    ['M-22 without a base', COUNTER, [undefined, 3, 4], 7, 'rule 1 counter'],
    ['M-22 without a base, alike', COUNTER, [undefined, 3, 3], 3, 'same 1'],
    ['M-22 decimals', COUNTER, [0.1, 0.3, 0.2], 0.4, 'rule 1 counter'],
    ['M-22 decimals of several lengths', COUNTER, [1.1, 2.25, 3.125], 4.275, 'rule 1 counter'],
    ['M-22 very small ones', COUNTER, [0, 1e-7, 2.5e-7], 3.5e-7, 'rule 1 counter'],
    ['M-22 large ones', COUNTER, [9007199254740991, 9007199254740990, 9007199254740989], 9007199254740988, 'rule 1 counter'],
    [
      'M-22 a detour beyond what is safe',
      COUNTER,
      [-9007199254740991, 9007199254740990, -9007199254740991 + 1],
      9007199254740991,
      'rule 1 counter',
    ],
    ['M-22 beyond what is safe', COUNTER, [0, 9007199254740991, 2], 9007199254740991, 'INVARIANT 0.3 counter'],
    ['M-22 far beyond', COUNTER, [0, -1e300, 2], -9007199254740991, 'INVARIANT 0.3 counter'],
    ['M-22 below the least', { ...COUNTER, min: 0 }, [5, 1, 2], 0, 'INVARIANT 0.3 counter'],
    ['M-22 above the most', { ...COUNTER, max: 10 }, [5, 9, 8], 10, 'INVARIANT 0.3 counter'],
    ['M-22 on the bounds', { ...COUNTER, min: 1, max: 1 }, [5, 4, 2], 1, 'rule 1 counter'],
    ['M-22 no numbers', COUNTER, [1, 2, '3'], '3', 'TYPE_CHANGE 0.2'],
    ['M-22 a base that is none', COUNTER, [null, 2, 3], 3, 'SAME_FIELD 0.5'],
    ['M-23 the greater', { rule: 'max' }, [5, 9, 7], 9, 'rule 1 max'],
    ['M-23 the lesser', { rule: 'min' }, [5, 1, 2], 1, 'rule 1 min'],
    ['M-23 the greater text', { rule: 'max' }, ['b', '\u{1F600}', '\uFFFD'], '\u{1F600}', 'rule 1 max'],
    ['M-23 the lesser text, without a base', { rule: 'min' }, [undefined, '2026-02-01', '2026-01-31'], '2026-01-31', 'rule 1 min'],
    ['M-23 of two types', { rule: 'max' }, [1, 2, '3'], '3', 'TYPE_CHANGE 0.2'],
    ['M-23 of neither', { rule: 'min' }, [1, true, false], false, 'SAME_FIELD 0.5'],
    [
      'M-24 everything',
      UNION,
      [
        ['a', 'b'],
        ['b', 'd', 'c'],
        ['a', 'b', { x: 1 }],
      ],
      ['a', 'b', 'c', 'd', { x: 1 }],
      'rule 1 union',
    ],
    ['M-24 each but once', UNION, [['a'], ['b', 'b'], ['b', 'c', 'a']], ['a', 'b', 'c'], 'rule 1 union'],
    ['M-24 both took out', UNION, [['a', 'b'], ['c'], ['d', 'b']], ['b', 'c', 'd'], 'rule 1 union'],
    ['M-24 without a base', UNION, [undefined, ['b'], ['a']], ['a', 'b'], 'rule 1 union'],
    ['M-24 no lists', UNION, [['a'], ['b'], 'c'], 'c', 'TYPE_CHANGE 0.2'],
    [
      'M-25 taken out and added',
      SET,
      [
        ['a', 'b', 'c'],
        ['a', 'c', 'x'],
        ['b', 'a', 'w'],
      ],
      ['a', 'w', 'x'],
      'rule 1 add-wins-set',
    ],
    ['M-25 added by one, taken out by nobody', SET, [['a'], ['a', 'b'], []], ['b'], 'rule 1 add-wins-set'],
    ['M-25 taken out against changed', SET, [[{ n: 1 }, 2], [2], [{ n: 2 }, 2]], [2, { n: 2 }], 'rule 1 add-wins-set'],
    ['M-25 without a base', SET, [undefined, [2, 1], [3, 1]], [1, 2, 3], 'rule 1 add-wins-set'],
    ['M-25 no lists', SET, [['a'], ['b'], null], null, 'TYPE_CHANGE 0.2'],
    ['M-27 apart, and short', TEXT, ['ab', 'aXb', 'abY'], 'aXbY', 'rule 0.95 text'],
    ['M-27 in one place', TEXT, ['ab', 'aXb', 'aYb'], 'aXYb', 'rule 0.85 text'],
    ['M-27 over one another', TEXT, ['a 1234 b', 'a X4 b', 'a 1Y b'], 'a XY b', 'rule 0.85 text'],
    [
      'M-27 an edit that both made alike, next to others that meet, is one',
      TEXT,
      ['aaaaaaaaaabaaabaaaaa', 'XaaaaXbaaabaaaaa', 'Xaaaaaaabaaaaaaaa'],
      'XaaaaXbaaaaaaaa',
      'rule 0.85 text',
    ],
    ['M-27 within what is gone', TEXT, ['a 1234 b', 'a  b', 'a 12x34 b'], 'a x b', 'rule 0.85 text'],
    ['M-27 characters stay whole', TEXT, ['😀', '😁', '😂'], '😁😂', 'rule 0.85 text'],
    ['M-27 without a base', TEXT, [undefined, 'hello', 'hello, world'], 'hello, world', 'rule 0.85 text'],
    ['M-27 without a base, both have more', TEXT, [undefined, 'red tin', 'blue tin'], 'redblue tin', 'rule 0.85 text'],
    ['M-27 no texts', TEXT, ['a', 'b', 1], 1, 'TYPE_CHANGE 0.2'],
    [
      'M-28 the later',
      { rule: 'lww' },
      [
        { a: 1, b: 1 },
        { a: 2, b: 1 },
        { a: 1, b: 2 },
      ],
      { a: 1, b: 2 },
      'rule 1 lww',
    ],
    ['M-28 of another type', { rule: 'lww' }, [1, 2, [3]], [3], 'rule 1 lww'],
    ['M-29 both changed it', { rule: 'immutable' }, [1, 2, 3], 1, 'POLICY_MANUAL 0 immutable'],
    ['M-29 one changed it', { rule: 'immutable' }, [1, 1, 3], 1, 'POLICY_MANUAL 0 immutable'],
    ['M-29 both changed it alike', { rule: 'immutable' }, [1, 3, 3], 1, 'POLICY_MANUAL 0 immutable'],
    ['M-29 one deleted it', { rule: 'immutable' }, [{ a: 1 }, undefined, { a: 1 }], { a: 1 }, 'POLICY_MANUAL 0 immutable'],
    ['M-29 one deleted it, and one changed it', { rule: 'immutable' }, [1, undefined, 2], 1, 'POLICY_MANUAL 0 immutable'],
    ['M-29 set for the first time', { rule: 'immutable' }, [undefined, 1, 2], 2, 'NO_BASE 0.5'],
    ['M-30 a function says', { rule: 'custom', custom: 'longest' }, [1, 100, 20], 100, 'rule 1 longest'],
    ['M-30 a function says null', { rule: 'custom', custom: 'null' }, [1, 2, 3], null, 'rule 1 null'],
    ['M-30 what it is told', { rule: 'custom', custom: 'told' }, [1, 2, 3], [1, 2, ''], 'rule 1 told'],
    ...[
      'throws',
      'nothing',
      'not a number',
      'a function',
      'a circle',
      'a promise',
      'a bigint',
      'half a pair',
      'a trap',
      'unknown',
    ].map((custom): Row => [`M-30 ${custom}`, { rule: 'custom', custom }, [1, 2, 3], 3, `RULE_FAILED 0 ${custom}`]),
  ])('%s', (_, rule, [base, ours, theirs], value, field) => {
    const merged = merging([base, ours, theirs], [rule])
    expect(merged.value).toEqual(value)
    expect(lines(merged)).toEqual([field])
    // The same with sides and clocks swapped: what is said of the value does not change.
    const turned = merging([base, theirs, ours], [rule], { oursHlc: '2', theirsHlc: '1' })
    expect(turned.value).toEqual(value)
    expect(lines(turned)).toEqual([field.replace('theirs', 'ours')])
  })
})

const ALL = [COUNTER, { rule: 'max' }, { rule: 'min' }, UNION, SET, { rule: 'list-by-id' }, TEXT, { rule: 'lww' }] as const

describe('when rules are asked', () => {
  test.each([...ALL, { rule: 'custom', custom: 'throws' }] as const)(
    'M-21 $rule: not where one side alone changed a value',
    (rule) => {
      for (const [base, next] of [
        [1, 2],
        [['a'], ['b', 'a', 'a']],
        ['x', 'y'],
        [[{ id: 1 }], [{ id: 2 }]],
        [undefined, 1],
        [1, undefined],
      ]) {
        expect(lines(merging([base, next, base], [rule]))).toEqual(['ours 1'])
        expect(lines(merging([base, base, next], [rule]))).toEqual(['theirs 1'])
      }
    },
  )

  test.each([...ALL, { rule: 'custom', custom: 'throws' }] as const)(
    'M-21 $rule: deleted against changed is for a person',
    (rule) => {
      for (const [base, next] of [
        [1, 2],
        [['a'], ['b']],
        ['x', 'y'],
      ]) {
        expect(lines(merging([base, undefined, next], [rule]))).toEqual(['DELETE_VS_EDIT 0'])
        expect(lines(merging([base, next, undefined], [rule]))).toEqual(['DELETE_VS_EDIT 0'])
      }
    },
  )

  test('M-21 not where both changed a value alike, but for counters', () => {
    for (const rule of ALL.slice(1)) expect(lines(merging([1, 2, 2], [rule]))).toEqual(['same 1'])
  })

  test('M-20 M-21 rules are for their paths, and all else is as it were without them', () => {
    const base = { stock: { quantity: 10, price: 5 }, items: [{ id: 1, count: 1 }], note: 'x' }
    const ours = { stock: { quantity: 9, price: 6 }, items: [{ id: 1, count: 3 }], note: 'y' }
    const theirs = { stock: { quantity: 8, price: 7 }, items: [{ id: 1, count: 4 }], note: 'z' }
    const rules = [
      { path: 'stock.quantity', rule: 'counter' },
      { path: 'items.*.count', rule: 'counter' },
      { path: 'note.**', rule: 'lww' },
    ] as const
    const merged = merging([base, ours, theirs], rules)
    expect(merged.value).toEqual({ stock: { quantity: 7, price: 7 }, items: [{ id: 1, count: 6 }], note: 'z' })
    expect(lines(merged)).toEqual([
      '/items/0/count rule 1 counter',
      '/note rule 1 lww',
      '/stock/price SAME_FIELD 0.5',
      '/stock/quantity rule 1 counter',
    ])
    expect(merged.fields[3]).toMatchObject({ base: 10, ours: 9, theirs: 8, result: 7 })
  })

  test('M-21 any depth is all that is inside of objects, never an object as a whole', () => {
    const merged = merging([{ a: { b: 1, c: 1 } }, { a: { b: 2, c: 1 } }, { a: { b: 3, c: 4 } }], [{ path: '**', rule: 'lww' }])
    expect(merged.value).toEqual({ a: { b: 3, c: 4 } })
    expect(lines(merged)).toEqual(['/a/b rule 1 lww', '/a/c theirs 1'])
    const kept = merging(
      [
        { a: { b: 1 }, l: [1] },
        { a: { b: 1, c: 2 }, l: [1, 2] },
        { a: { b: 2 }, l: [1] },
      ],
      [{ path: '**', rule: 'immutable' }],
    )
    expect(kept.value).toEqual({ a: { b: 1, c: 2 }, l: [1] })
    expect(lines(kept)).toEqual(['/a/b POLICY_MANUAL 0 immutable', '/a/c ours 1', '/l POLICY_MANUAL 0 immutable'])
  })

  test('M-28 without clocks, content says who wrote later', () => {
    for (const rule of [{ rule: 'lww' }, { rule: 'custom', custom: 'throws' }] as const) {
      expect(merging([1, 2, 3], [rule], {}).value).toBe(3)
      expect(merging([1, 3, 2], [rule], {}).value).toBe(3)
    }
    expect(merging(['ab', 'aXb', 'aYb'], [TEXT], {}).value).toBe('aXYb')
    expect(merging(['ab', 'aYb', 'aXb'], [TEXT], {}).value).toBe('aXYb')
  })

  test('M-30 a custom rule is told the path as a pointer', () => {
    const merged = merging(
      [{ 'a/b': [{ c: 1 }] }, { 'a/b': [{ c: 2 }] }, { 'a/b': [{ c: 3 }] }],
      [{ path: '**.c', rule: 'custom', custom: 'told' }],
    )
    expect(merged.value).toEqual({ 'a/b': [{ c: [1, 2, '/a~1b/0/c'] }] })
  })

  test('M-18 M-31 what a rule makes of a value that a side has is that side', () => {
    const ours = admit(['a', 'b']) as JsonValue
    const rules = compileRules(parseRuleSet({ version: 1, rules: [{ keys: '**', path: '', rule: 'union' }] })).forKey('k')
    expect(merge(admit(['a', 'c']), ours, admit(['b', 'd', 'a'].slice(0, 1)), rules ? { rules } : {}).value).toBe(ours)
  })
})

describe('lists by identity', () => {
  const line = (sku: string, n = 0): object => ({ sku, n })
  const BY_SKU = { rule: 'list-by-id', id: 'sku' } as const

  test.each<[string, readonly Partial<MergeRule>[], Sides, unknown, readonly string[]]>([
    [
      'M-26 both added',
      [BY_SKU],
      [[line('a')], [line('a'), line('c')], [line('a'), line('b')]],
      [line('a'), line('b'), line('c')],
      ['rule 1 list-by-id'],
    ],
    [
      'M-26 both moved',
      [BY_SKU],
      [
        [line('a'), line('b'), line('c')],
        [line('b'), line('a'), line('c')],
        [line('a'), line('c'), line('b')],
      ],
      [line('a'), line('c'), line('b')],
      ['rule 1 list-by-id'],
    ],
    [
      'M-26 one removed, one added',
      [BY_SKU],
      [[line('a'), line('b')], [line('b')], [line('a'), line('b'), line('c')]],
      [line('b'), line('c')],
      ['rule 1 list-by-id'],
    ],
    [
      'M-26 one moved',
      [BY_SKU],
      [
        [line('a'), line('b')],
        [line('b'), line('a')],
        [line('a', 1), line('b')],
      ],
      [line('b'), line('a', 1)],
      ['/1/n theirs 1', 'ours 1'],
    ],
    [
      'M-26 both changed one element',
      [BY_SKU],
      [
        [line('a'), line('b')],
        [line('b'), line('a', 1)],
        [line('a', 2), line('b')],
      ],
      [line('b'), line('a', 2)],
      ['/1/n SAME_FIELD 0.5', 'ours 1'],
    ],
    [
      'M-26 rules inside',
      [BY_SKU, { path: '*.n', rule: 'counter' }],
      [[line('a')], [line('c'), line('a', 1)], [line('b'), line('a', 2)]],
      [line('b'), line('c'), line('a', 3)],
      ['/2/n rule 1 counter', 'rule 1 list-by-id'],
    ],
    [
      'M-26 M-7 both made it, with one element',
      [BY_SKU, { path: '*.n', rule: 'counter' }],
      [undefined, [line('a', 1)], [line('a', 2)]],
      [line('a', 3)],
      ['/0/n rule 1 counter', '/0/sku same 1', 'same 1'],
    ],
    [
      'M-26 one removed, one changed',
      [BY_SKU],
      [[line('a'), line('b')], [line('b')], [line('a', 1), line('b')]],
      [line('a', 1), line('b')],
      ['/0 DELETE_VS_EDIT 0', 'ours 1'],
    ],
    [
      'M-26 id where nothing is said',
      [{ rule: 'list-by-id' }],
      [[{ id: 1 }], [{ id: 1 }, { id: 3 }], [{ id: 1 }, { id: 2 }]],
      [{ id: 1 }, { id: 2 }, { id: 3 }],
      ['rule 1 list-by-id'],
    ],
    [
      'M-26 a name that was asked for is an identity, and no guess',
      [{ rule: 'list-by-id', id: 'name' }],
      [[{ name: 'a', n: 0 }], [{ name: 'b', n: 0 }], [{ name: 'a', n: 1 }]],
      [
        { name: 'b', n: 0 },
        { name: 'a', n: 1 },
      ],
      ['/1 DELETE_VS_EDIT 0', 'ours 1'],
    ],
    [
      'M-26 another identity than was asked for',
      [BY_SKU],
      [[{ id: 1 }], [{ id: 1 }, { id: 3 }], [{ id: 1 }, { id: 2 }]],
      [{ id: 1 }, { id: 2 }, { id: 3 }],
      ['list 0.9'],
    ],
    ['M-26 an element without identity', [BY_SKU], [['a'], ['a', 'c'], ['a', 'b']], ['a', 'b', 'c'], ['SAME_FIELD 0.5']],
    [
      'M-26 two of one identity',
      [BY_SKU],
      [[], [line('a'), line('a', 1)], [line('b')]],
      [line('a'), line('a', 1), line('b')],
      ['SAME_FIELD 0.5'],
    ],
  ])('%s', (_, rules, sides, value, fields) => {
    const merged = merging(sides, rules)
    expect(merged.value).toEqual(value)
    expect(lines(merged)).toEqual(fields)
  })

  test('M-26 without clocks, the order is no matter of which side is ours', () => {
    const [base, ours, theirs] = [
      ['a', 'b', 'c'],
      ['b', 'a', 'c'],
      ['a', 'c', 'b'],
    ].map((skus) => skus.map((sku) => line(sku)))
    const merged = merging([base, ours, theirs], [BY_SKU], {})
    expect(merging([base, theirs, ours], [BY_SKU], {}).value).toEqual(merged.value)
    expect(lines(merged)).toEqual(['rule 1 list-by-id'])
  })
})

describe('cost of rules', () => {
  const numbers = (factor: number): readonly number[] => Array.from({ length: 100_000 }, (_, at) => (at * factor) % 1_000_003)
  const shuffled = (factor: number): readonly object[] => numbers(1).map((_, at) => ({ sku: (at * factor) % 100_000 }))
  const lined = (word: string): string => Array.from({ length: 20_000 }, (_, at) => `${word} ${at}\n`).join('')

  // Anything quadratic takes 10^10 steps here, far beyond the time that any test has.
  test.each<[string, Partial<MergeRule>, () => Sides]>([
    ['union', UNION, () => [numbers(1), numbers(7), numbers(11)]],
    ['add-wins-set', SET, () => [numbers(1), numbers(7), numbers(11)]],
    ['list-by-id', { rule: 'list-by-id', id: 'sku' }, () => [shuffled(1), shuffled(7), shuffled(11)]],
    ['text, apart', TEXT, () => [lined('word'), lined('words'), lined('word').replaceAll('\n', ';\n')]],
    ['text, in one place each', TEXT, () => [lined('word'), lined('words'), lined('wordy')]],
  ])('M-16 %s', (_, rule, make) => {
    const { fields, confidence } = merging(make(), [rule])
    expect(fields.map((field) => field.rule)).toEqual([rule.rule])
    expect(confidence).toBeGreaterThan(0.8)
  })
})
