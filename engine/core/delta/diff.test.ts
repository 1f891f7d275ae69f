import { describe, expect, test } from 'vitest'
import {
  admitJson,
  canonicalText,
  equalJson,
  NO_JSON_LIMITS,
  sizeBytes,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../json/index.ts'
import { diff, patch, type Delta } from './index.ts'

const delta = (base: unknown, next: unknown): Delta | undefined => diff(admitJson(base), admitJson(next))

/** The delta, after making sure that it leads where it should. */
function leading(base: unknown, next: unknown): Delta | undefined {
  const result = delta(base, next)
  if (result !== undefined) expect(patch(admitJson(base), result)).toEqual(next)
  return result
}

describe('objects', () => {
  test('D-1 equal values have no delta, whatever the order of their members', () => {
    expect(delta({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBeUndefined()
    expect(delta('x', 'x')).toBeUndefined()
    expect(delta([], [])).toBeUndefined()
  })

  test.each<[unknown, unknown, unknown]>([
    [1, 2, 2],
    [1, [2], [[2]]],
    [{ a: 1 }, { a: 2 }, { a: 2 }],
    [{ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1, c: null }, d: 3 }, { a: { c: null } }],
    [
      { a: 1, b: 2, c: 3 },
      { a: 1, c: 3, d: { e: 4 } },
      { b: [], d: [{ e: 4 }] },
    ],
    [{ a: 1, b: 2, c: 3 }, { a: 1, b: [], c: 3 }, { b: [[]] }],
    [{ a: 1, b: { c: 1, d: 2 } }, { a: 1, b: {} }, { b: [{}] }],
    [{ a: 1, b: 2 }, {}, [{}]],
    [null, {}, [{}]],
    [{ a: [], b: [] }, { a: {}, b: {} }, [{ a: {}, b: {} }]],
  ])('D-2 D-6 from %j to %j: %j', (base, next, expected) => {
    expect(leading(base, next)).toEqual(expected)
  })

  test('D-2 any name is only a name', () => {
    const base = JSON.parse('{"0":{"1":[]},"[]":1,"constructor":{"name":"x","prototype":1},"toString":[1],"":2}')
    const next = JSON.parse('{"0":{"1":[[]]},"[]":[],"constructor":{"name":"y","prototype":1},"hasOwnProperty":1,"":2}')
    expect(leading(base, next)).toBeDefined()
    expect(delta({ a: 1 }, { a: 1, constructor: 2 })).toEqual({ constructor: 2 })
    expect(delta({ a: 'some text', valueOf: 2 }, { a: 'some text' })).toEqual({ valueOf: [] })
  })

  test('D-7 D-12 shared parts are skipped, not compared', () => {
    const shared = admitJson({ list: Array.from({ length: 1_000 }, (_, i) => ({ id: i })) })
    const base = admitJson({ shared, n: 1 }) as JsonObject
    const next = patch(base, delta({ n: 1 }, { n: 2 }) as Delta) as JsonObject
    expect(next['shared']).toBe(shared)
    expect(diff(base, next)).toEqual({ n: 2 })
  })
})

describe('lists', () => {
  const records = (...ids: number[]): JsonArray => ids.map((id) => ({ id, text: `the record with number ${id}`, at: [id, id] }))

  test.each<[string, unknown, unknown, unknown]>([
    ['an appended element', [1, 2, 3, 4], [1, 2, 3, 4, 5], [0, 4, [2, 5]]],
    ['an inserted element', [1, 2, 3, 4, 5, 6], [1, 2, 9, 3, 4, 5, 6], [0, 2, [2, 9]]],
    ['a removed element', [1, 2, 3, 4, 5, 6], [1, 2, 4, 5, 6], [0, 2, []]],
    ['a removed run', [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 6, 7, 8, 9], [0, 2, [4, 3]]],
    ['a changed element', [1, 2, 3, 4, 5, 6], [1, 2, 9, 4, 5, 6], [0, 2, 9]],
    ['an element that becomes a list', [1, 2, 3, 4, 5, 6], [1, 2, [3], 4, 5, 6], [0, 2, [[3]]]],
    ['a moved element', [[1], [2], [3], [4], [5], [6]], [[6], [1], [2], [3], [4], [5]], [0, 0, [3, 5]]],
    ['two changes far apart', [1, 2, 3, 4, 5, 6, 7, 8], [9, 2, 3, 4, 5, 6, 7, 9], [0, 0, 9, 7, 9]],
  ])('D-2 %s', (_, base, next, expected) => {
    expect(leading(base, next)).toEqual(expected)
  })

  test('D-4 elements with an id are recognised though they move and change', () => {
    const base = records(1, 2, 3, 4, 5, 6)
    const next = [...records(6, 1, 2), { id: 3, text: 'changed', at: [3, 3] }, ...records(7, 5)]
    expect(leading(base, next)).toEqual(
      [0, 0, [3, 5], 2, { text: 'changed' }, 3, [{ at: [7, 7], id: 7, text: 'the record with number 7' }], 5, []].slice(0, -2),
    )
  })

  test('D-4 an element may move and change at once', () => {
    const base = records(1, 2, 3, 4)
    const next = [{ id: 4, text: 'moved', at: [4, 4] }, ...records(1, 2, 3)]
    expect(leading(base, next)).toEqual([0, 0, [3, 3], 3, { text: 'moved' }])
  })

  test('D-4 another id is another element, another name is perhaps a new name', () => {
    const person = (id: number, name: string) => ({ id, name, born: 1990, city: 'Vienna', notes: 'some text that is long enough' })
    expect(leading([person(1, 'a'), person(2, 'b')], [person(1, 'a'), person(3, 'b')])).toEqual([0, 1, [person(3, 'b')]])
    const nameless = (name: string) => ({ name, born: 1990, city: 'Vienna', notes: 'some text that is long enough' })
    expect(leading([nameless('a'), nameless('b')], [nameless('a'), nameless('c')])).toEqual([0, 1, { name: 'c' }])
  })

  test('D-4 ids that are not unique, or missing, leave it to content and place', () => {
    const twice = [{ id: 1, a: 'one' }, { id: 1, a: 'two' }, { id: 2, a: 'three' }, { a: 'four' }]
    expect(leading(twice, [twice[1], twice[0], twice[2], { a: 'five' }])).toBeDefined()
    expect(leading(twice, twice.toReversed())).toBeDefined()
  })

  test('D-4 equal elements without an id are found again', () => {
    const point = (x: number) => ({ x, y: x * 2, label: `point ${x}` })
    const base = [1, 2, 3, 4, 5].map(point)
    expect(leading(base, [9, 1, 2, 3, 4, 5].map(point))).toEqual([0, 0, [2, point(9)]])
    expect(leading(base, [2, 3, 4, 5, 1].map(point))).toEqual([0, 5, [3, 0]])
  })
})

describe('texts', () => {
  const prose = 'The quick brown fox jumps over the lazy dog, and the dog sleeps on in the warm light of the afternoon sun.'

  test.each<[string, string, unknown]>([
    ['one edit', prose.replace('lazy', 'weary'), [1, 35, 3, 'wear']],
    ['two edits', prose.replace('quick', 'slow').replace('afternoon', 'morning'), [1, 4, 5, 'slow', 92, 9, 'morning']],
    ['an insertion', prose.replace('dog,', 'old dog,'), [1, 40, 0, 'old ']],
    ['a deletion', prose.replace(' brown', ''), [1, 10, 6, '']],
  ])('D-5 %s', (_, next, expected) => {
    expect(leading(prose, next)).toEqual(expected)
  })

  test('D-5 short and wholly new texts are replaced', () => {
    expect(leading('abc', 'abd')).toBe('abd')
    expect(leading(prose, 'Something else entirely.')).toBe('Something else entirely.')
  })

  test('D-5 a surrogate pair is never cut', () => {
    const text = `${'x'.repeat(40)}😀${'y'.repeat(40)}`
    expect(leading(text, text.replace('😀', '😁'))).toEqual([1, 40, 2, '😁'])
    expect(leading(text, text.replace('😀', '🐀'))).toEqual([1, 40, 2, '🐀'])
    expect(() => patch(text, [1, 41, 0, 'z'] as never)).toThrow(expect.objectContaining({ code: 'E_DELTA' }))
    expect(() => patch(text, [1, 40, 1, ''] as never)).toThrow(expect.objectContaining({ code: 'E_DELTA' }))
  })

  test('D-5 edits in many lines become one splice each', () => {
    const lines = Array.from({ length: 400 }, (_, i) => `line ${i} says that nothing has changed here for a long time\n`)
    const edited = lines.map((line, i) => (i % 100 === 50 ? line.replace('nothing', 'something') : line))
    const result = leading(lines.join(''), edited.join('')) as JsonArray
    expect(result).toHaveLength(1 + 4 * 3)
    expect(sizeBytes(result)).toBeLessThan(100)
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

  test.each<[string, (length: number) => readonly [unknown, unknown]]>([
    ['two unrelated lists of few symbols', (length) => [noise(length, 1, 2), noise(length, 2, 2)]],
    ['two unrelated lists of many symbols', (length) => [noise(length, 3, 1_000_000), noise(length, 4, 1_000_000)]],
    ['a reversed list', (length) => [noise(length, 5, 1_000_000), noise(length, 5, 1_000_000).toReversed()]],
    ['a list of lists, rotated', (length) => [noise(length, 6, 9).map((n) => [n, [n]]), noise(length, 7, 9).map((n) => [n, [n]])]],
    ['two unrelated texts', (length) => [noise(length, 8, 2).join(''), noise(length, 9, 2).join('')]],
    ['two texts of many short words', (length) => [noise(length / 2, 8, 3).join(' '), noise(length / 2, 9, 3).join(' ')]],
    ['two texts of many short lines', (length) => [noise(length / 2, 8, 3).join('\n'), noise(length / 2, 9, 3).join('\n')]],
  ])('D-12 %s of 100,000 elements: the search ends at its budget, and what it found is right', (_, make) => {
    // Without a budget these take 10^10 steps, far beyond the time that any test has.
    const [base, next] = make(100_000).map((value) => admitJson(value, NO_JSON_LIMITS)) as [JsonValue, JsonValue]
    const made = diff(base, next) as Delta
    expect(sizeBytes(made)).toBeLessThanOrEqual(sizeBytes(next) + 2)
    expect(equalJson(patch(base, made), next)).toBe(true)
  })

  test('D-6 where most has changed the whole is smaller', () => {
    const base = admitJson(Array.from({ length: 50 }, (_, i) => ({ a: i, b: `text ${i}`, c: [i] })))
    const next = admitJson(Array.from({ length: 50 }, (_, i) => ({ a: i + 1, b: `words ${i * 7}`, c: { i } })))
    const result = diff(base, next) as Delta
    expect(sizeBytes(result)).toBeLessThanOrEqual(sizeBytes(next) + 2)
    expect(equalJson(patch(base, result), next)).toBe(true)
    expect(canonicalText(patch(base, result))).toBe(canonicalText(next))
  })
})
