import { describe, expect, test } from 'vitest'
import { admitJson, NO_JSON_LIMITS, type JsonObject, type JsonValue } from '../json/index.ts'
import { merge, type Merge, type MergeOptions } from './index.ts'

const admit = (value: unknown): JsonValue | undefined => (value === undefined ? undefined : admitJson(value, NO_JSON_LIMITS))

function merging(base: unknown, ours: unknown, theirs: unknown, options?: MergeOptions): Merge {
  return merge(admit(base), admit(ours), admit(theirs), options)
}

/** `path outcome-or-reason confidence`, a line for each field. */
function lines({ fields }: Merge): readonly string[] {
  return fields.map(({ path, outcome, reason, confidence }) => `${path} ${reason ?? outcome} ${confidence}`)
}

const LATER_THEIRS = { oursHlc: '000000000001', theirsHlc: '000000000002' }

describe('objects and scalars', () => {
  test.each<[string, unknown, unknown, unknown, unknown, readonly string[]]>([
    [
      'M-3 each changed another member',
      { a: 1, b: 2 },
      { a: 3, b: 2 },
      { a: 1, b: 4 },
      { a: 3, b: 4 },
      ['/a ours 1', '/b theirs 1'],
    ],
    ['M-3 both alike', { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }, ['/a same 1']],
    ['M-3 added and deleted', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 3 }, { a: 1, c: 3 }, ['/b ours 1', '/c theirs 1']],
    ['M-3 both deleted', { a: 1 }, {}, {}, {}, ['/a same 1']],
    [
      'M-3 deep',
      { a: { b: { c: 1, d: 1 } } },
      { a: { b: { c: 2, d: 1 } } },
      { a: { b: { c: 1 } } },
      { a: { b: { c: 2 } } },
      ['/a/b/c ours 1', '/a/b/d theirs 1'],
    ],
    ['M-3 nothing changed', { a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, []],
    ['M-3 null is a value', { a: 1, b: null }, { a: null, b: null }, { a: 1 }, { a: null }, ['/a ours 1', '/b theirs 1']],
    ['M-7 a scalar', { a: 1 }, { a: 2 }, { a: 3 }, { a: 3 }, ['/a SAME_FIELD 0.5']],
    ['M-7 a short text', 'open', 'opened', 'reopen', 'reopen', [' SAME_FIELD 0.5']],
    ['M-7 another type', { a: { b: 1 } }, { a: { b: 2 } }, { a: [1] }, { a: [1] }, ['/a TYPE_CHANGE 0.2']],
    ['M-7 cleared against changed', { a: 'x' }, { a: null }, { a: 'y' }, { a: 'y' }, ['/a TYPE_CHANGE 0.2']],
    ['M-7 both made it', {}, { a: 1 }, { a: 2 }, { a: 2 }, ['/a NO_BASE 0.5']],
    ['M-7 both made it, of other types', {}, { a: 1 }, { a: [] }, { a: [] }, ['/a NO_BASE 0.2']],
    [
      'M-7 both made an object',
      undefined,
      { a: 1, b: 2 },
      { a: 1, c: 3 },
      { a: 1, b: 2, c: 3 },
      ['/a same 1', '/b ours 1', '/c theirs 1'],
    ],
    ['M-7 both made it empty', {}, { a: {}, b: [] }, { a: {}, b: [] }, { a: {}, b: [] }, ['/a same 1', '/b same 1']],
    ['M-8 a member', { a: { b: 1 } }, {}, { a: { b: 2 } }, { a: { b: 2 } }, ['/a DELETE_VS_EDIT 0']],
    ['M-8 a document', { a: 1 }, { a: 2 }, undefined, { a: 2 }, [' DELETE_VS_EDIT 0']],
    ['M-8 null against deleted', { a: 1 }, { a: null }, {}, { a: null }, ['/a DELETE_VS_EDIT 0']],
    ['M-8 left as it was', { a: { b: [1] } }, {}, { a: { b: [1] } }, {}, ['/a ours 1']],
    ['M-8 a document left as it was', { a: 1 }, undefined, { a: 1 }, undefined, [' ours 1']],
  ])('%s', (_, ...[base, ours, theirs, value, fields]) => {
    const merged = merging(base, ours, theirs, LATER_THEIRS)
    expect(merged.value).toEqual(value)
    expect(lines(merged)).toEqual(fields)
  })

  test('M-3 a field tells all four values, and what is absent is not there', () => {
    const { fields } = merging({ a: 1, 'x/y': { '~': 1 } }, { a: 1, 'x/y': {} }, { a: 2, 'x/y': { '~': 1 } })
    expect(fields).toEqual([
      { path: '/a', base: 1, ours: 1, theirs: 2, result: 2, outcome: 'theirs', confidence: 1 },
      { path: '/x~1y/~0', base: 1, theirs: 1, outcome: 'ours', confidence: 1 },
    ])
  })

  test('M-4 the confidence is the lowest of the fields', () => {
    expect(merging({ a: 1, b: 1, c: { d: 1 } }, { a: 2, b: 2 }, { a: 1, b: 3, c: { d: 2 } }).confidence).toBe(0)
    expect(merging({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 1, b: 3 }).confidence).toBe(0.5)
    expect(merging({ a: 1 }, { a: 1 }, { a: 1 }).confidence).toBe(1)
  })

  test('M-7 the later writer is proposed, and ours where clocks do not say', () => {
    const { oursHlc, theirsHlc } = LATER_THEIRS
    expect(merging(1, 2, 3, { oursHlc, theirsHlc }).value).toBe(3)
    expect(merging(1, 2, 3, { oursHlc: theirsHlc, theirsHlc: oursHlc }).value).toBe(2)
    expect(merging(1, 2, 3, { theirsHlc }).value).toBe(3)
    expect(merging(1, 2, 3, { oursHlc, theirsHlc: oursHlc }).value).toBe(2)
    expect(merging(1, 2, 3).value).toBe(2)
  })

  test('M-17 names that prototypes have, and those that JavaScript lists first', () => {
    const base = { 0: 1, 10: 1, constructor: 1, a: 1 }
    const merged = merging(base, { ...base, toString: 2, 9: 1 }, { 0: 1, 10: 2, a: 1, hasOwnProperty: 3 })
    expect(merged.value).toEqual({ 0: 1, 9: 1, 10: 2, a: 1, hasOwnProperty: 3, toString: 2 })
    expect(lines(merged)).toEqual([
      '/10 theirs 1',
      '/9 ours 1',
      '/constructor theirs 1',
      '/hasOwnProperty theirs 1',
      '/toString ours 1',
    ])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('M-2 M-18 what one side changed is that side, and what both left is shared', () => {
    const base = admit({ a: { x: 1 }, b: { y: [1, 2] }, c: { z: 1 } }) as JsonObject
    const ours = admit({ a: { x: 2 }, b: { y: [1, 2] }, c: { z: 1 } }) as JsonObject
    const theirs = admit({ a: { x: 1 }, b: { y: [1, 2, 3] }, c: { z: 1 } }) as JsonObject
    expect(merge(base, ours, admit(base)).value).toBe(ours)
    expect(merge(base, admit(JSON.parse(JSON.stringify(base))), theirs).value).toBe(theirs)
    const value = merge(base, ours, theirs).value as JsonObject
    expect(value['a']).toBe(ours['a'])
    expect(value['b']).toBe(theirs['b'])
    expect(value['c']).toBe(ours['c'])
    expect(Object.isFrozen(value)).toBe(true)
  })
})

describe('lists', () => {
  const items = (...ids: readonly number[]): readonly object[] => ids.map((id) => ({ id, n: 0 }))
  const item = (id: number, n: number): object => ({ id, n })

  test.each<[string, unknown, unknown, unknown, unknown, readonly string[]]>([
    [
      'M-9 elements edited',
      items(1, 2),
      [item(1, 5), item(2, 0)],
      [item(1, 0), item(2, 6)],
      [item(1, 5), item(2, 6)],
      ['/0/n ours 1', '/1/n theirs 1'],
    ],
    [
      'M-9 added here, edited there',
      items(1, 2),
      items(1, 3, 2),
      [item(1, 0), item(2, 6)],
      [item(1, 0), item(3, 0), item(2, 6)],
      ['/2/n theirs 1', ' ours 1'],
    ],
    ['M-9 added in two places', items(1, 2), items(3, 1, 2), items(1, 2, 4), items(3, 1, 2, 4), [' list 1']],
    ['M-9 added and removed', items(1, 2, 3), items(1, 3), items(1, 2, 3, 4), items(1, 3, 4), [' list 1']],
    ['M-9 both removed, and one more', items(1, 2, 3), items(2), items(2, 3), items(2), [' list 1']],
    ['M-9 both added the same', items(1), items(1, 2), items(1, 2), items(1, 2), [' same 1']],
    [
      'M-9 both added one, made differently',
      items(1),
      [...items(1), item(2, 5)],
      [...items(1), item(2, 6)],
      [...items(1), item(2, 6)],
      ['/1/id same 1', '/1/n NO_BASE 0.5', ' same 1'],
    ],
    ['M-9 null is an element', [1, null], [1, null, null], [null], [null, null], [' list 1']],
    ['M-9 scalars', ['a', 'b', 'c'], ['a', 'x', 'b', 'c'], ['a', 'b'], ['a', 'x', 'b'], [' list 1']],
    ['M-9 scalars replaced', ['a', 'b', 'c'], ['a', 'x', 'c'], ['a', 'b', 'y'], ['a', 'x', 'y'], ['/1 ours 1', '/2 theirs 1']],
    ['M-9 one scalar replaced by both', ['a', 'b', 'c'], ['a', 'x', 'c'], ['a', 'y', 'c'], ['a', 'y', 'c'], ['/1 SAME_FIELD 0.5']],
    [
      'M-9 objects without identity',
      [{ a: 1, b: 1 }],
      [{ a: 2, b: 1 }],
      [{ a: 1, b: 2 }],
      [{ a: 2, b: 2 }],
      ['/0/a ours 1', '/0/b theirs 1'],
    ],
    [
      'M-9 an element with another name is the same one',
      [{ name: 'a', n: 1 }],
      [{ name: 'b', n: 1 }],
      [{ name: 'a', n: 2 }],
      [{ name: 'b', n: 2 }],
      ['/0/n theirs 1', '/0/name ours 1'],
    ],
    ['M-9 an element with another id is another one', [item(1, 1)], [item(2, 1)], [item(1, 1)], [item(2, 1)], [' ours 1']],
    [
      'M-8 an element',
      items(1, 2),
      items(2),
      [item(1, 5), item(2, 0)],
      [item(1, 5), item(2, 0)],
      ['/0 DELETE_VS_EDIT 0', ' ours 1'],
    ],
    ['M-8 an element that only moved', items(1, 2, 3), items(1, 2), items(3, 1, 2), items(1, 2), [' list 1']],
    [
      'M-10 moved here, edited there',
      items(1, 2, 3),
      items(3, 1, 2),
      [item(1, 0), item(2, 0), item(3, 7)],
      [item(3, 7), item(1, 0), item(2, 0)],
      ['/0/n theirs 1', ' ours 1'],
    ],
    ['M-10 moved here, added there', items(1, 2), items(2, 1), items(1, 2, 3), items(2, 1, 3), [' list 1']],
    ['M-10 added here, moved there', items(1, 2, 3), items(1, 9, 2, 3), items(3, 1, 2), items(3, 1, 9, 2), [' list 1']],
    ['M-10 both moved alike', items(1, 2, 3), items(3, 1, 2), items(3, 1, 2), items(3, 1, 2), [' same 1']],
    ['M-10 both moved', items(1, 2, 3), items(2, 1, 3), items(1, 3, 2), items(1, 3, 2), [' ARRAY_ORDER 0.5']],
    ['M-11 in one place, with identities', items(1), items(1, 3), items(1, 2), items(1, 2, 3), [' list 0.9']],
    ['M-11 into a new list', undefined, items(2), items(1), items(1, 2), [' list 0.9']],
    ['M-11 in one place, alike', ['a'], ['a', 'b'], ['a', 'b'], ['a', 'b'], [' same 1']],
    ['M-11 in one place', ['a'], ['a', 'c'], ['a', 'b'], ['a', 'b', 'c'], [' SAME_FIELD 0.5']],
    ['M-11 in one place, partly alike', ['a'], ['a', 'b', 'd'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], [' SAME_FIELD 0.5']],
    ['M-11 M-7 into a new list, without identities', undefined, ['b'], ['a'], ['a', 'b'], [' NO_BASE 0.5']],
  ])('%s', (_, ...[base, ours, theirs, value, fields]) => {
    const merged = merging(base, ours, theirs, LATER_THEIRS)
    expect(merged.value).toEqual(value)
    expect(lines(merged)).toEqual(fields)
  })

  test('M-9 a list within a list', () => {
    const base = [
      { id: 1, tags: ['a'] },
      { id: 2, tags: [] },
    ]
    const ours = [
      { id: 3, tags: [] },
      { id: 1, tags: ['a', 'b'] },
      { id: 2, tags: [] },
    ]
    const theirs = [
      { id: 1, tags: ['x', 'a'] },
      { id: 2, tags: ['y'] },
    ]
    const merged = merging({ list: base }, { list: ours }, { list: theirs })
    expect(merged.value).toEqual({
      list: [
        { id: 3, tags: [] },
        { id: 1, tags: ['x', 'a', 'b'] },
        { id: 2, tags: ['y'] },
      ],
    })
    expect(lines(merged)).toEqual(['/list/1/tags list 1', '/list/2/tags theirs 1', '/list ours 1'])
  })
})

describe('cost', () => {
  const noise = (length: number, seed: number, range: number): number[] => {
    let state = seed
    return Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor(state / 65_536) % range
    })
  }

  // Anything quadratic takes 10^10 steps here, far beyond the time that any test has.
  test.each<[string, () => readonly [unknown, unknown, unknown]]>([
    ['unrelated lists of few symbols', () => [noise(100_000, 1, 2), noise(100_000, 2, 2), noise(100_000, 3, 2)]],
    ['unrelated lists of many symbols', () => [noise(100_000, 1, 1e6), noise(100_000, 2, 1e6), noise(100_000, 3, 1e6)]],
    ['two additions to an empty list', () => [[], noise(200_000, 1, 1e6), noise(200_000, 2, 1e6)]],
    ['records that both sides shuffle', () => [ids((at) => at), ids((at) => (at * 7) % 100_000), ids((at) => (at * 11) % 100_000)]],
    ['unrelated texts', () => [noise(100_000, 1, 2).join(''), noise(100_000, 2, 2).join(''), noise(100_000, 3, 2).join('')]],
    ['texts of one letter', () => ['a'.repeat(500_000), 'a'.repeat(500_001), 'a'.repeat(499_000)]],
    ['texts with many edits', () => [many('word'), many('words'), many('word').replaceAll('\n', ';\n')]],
    ['objects of many members', () => [wide(0), wide(1), wide(2)]],
  ])('M-16 %s', (_, make) => {
    const [base, ours, theirs] = make()
    expect(merging(base, ours, theirs).fields.length).toBeGreaterThan(0)
  })

  const ids = (place: (at: number) => number): readonly object[] => Array.from({ length: 100_000 }, (_, at) => ({ id: place(at) }))
  const many = (word: string): string => Array.from({ length: 20_000 }, (_, at) => `${word} ${at}\n`).join('')
  const wide = (side: number): object =>
    Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`m${at}`, at % 3 === side ? -at : at]))
})
