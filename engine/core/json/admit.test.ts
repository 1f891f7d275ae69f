import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryJson, arbitraryPlainJson } from '../../testing/json-arbitrary.ts'
import { SrvraError } from '../errors.ts'
import {
  admitJson,
  canonicalText,
  DEFAULT_JSON_LIMITS,
  equalJson,
  isAdmitted,
  NO_JSON_LIMITS,
  sizeBytes,
  type JsonObject,
  type JsonValue,
} from './index.ts'

/** Code and details of what a call throws. */
function refusal(call: () => unknown): Record<string, unknown> {
  try {
    call()
  } catch (error) {
    if (error instanceof SrvraError) return { code: error.code, ...error.details }
    throw error
  }
  return { code: 'none' }
}

const admitted = (value: unknown): JsonObject => admitJson(value) as JsonObject
const nested = (depth: number): unknown => {
  let value: unknown = []
  for (let level = 1; level < depth; level++) value = [value]
  return value
}

function deepFrozen(value: JsonValue): boolean {
  return value === null || typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value).every(deepFrozen))
}

describe('what is admitted', () => {
  test('J-1 an admitted value is a frozen copy of its own', () => {
    const source = { list: [{ a: 1 }], name: 'x' }
    const value = admitted(source)
    source.list[0]!.a = 2
    source.name = 'y'
    expect(value).toEqual({ list: [{ a: 1 }], name: 'x' })
    expect(deepFrozen(value)).toBe(true)
    expect(Object.isFrozen(source)).toBe(false)
  })

  test('J-1 J-2 any JSON value comes out equal, frozen and in canonical order', () => {
    fc.assert(
      fc.property(arbitraryPlainJson, (source) => {
        const value = admitJson(source, NO_JSON_LIMITS)
        expect(value).toEqual(JSON.parse(JSON.stringify(source)))
        expect(deepFrozen(value)).toBe(true)
        expect(isAdmitted(value)).toBe(true)
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })

  test('J-2 the order of members is not data', () => {
    expect(Object.keys(admitted({ b: 1, a: 2, é: 3, '😀': 4, Z: 5 }))).toEqual(['Z', 'a', 'b', 'é', '😀'])
    expect(Object.keys(admitted({ a: { y: 1, x: 2 } })['a'] as JsonObject)).toEqual(['x', 'y'])
  })

  test('J-3 admitted parts are taken over by reference', () => {
    const first = admitted({ big: { a: [1, 2, 3] }, n: 1 })
    const second = admitted({ ...first, n: 2 })
    expect(second['big']).toBe(first['big'])
    expect(admitJson(second)).toBe(second)
  })

  test('J-3 limits hold for the whole document, parts admitted before included', () => {
    const part = admitJson(Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`f${i}`, i])))
    expect(refusal(() => admitJson({ a: part, b: part }))).toMatchObject({ code: 'E_TOO_LARGE', unit: 'fields', actual: 12_002 })
    const deep = admitJson(nested(60))
    expect(admitJson([[[[deep]]]])).toBeDefined()
    expect(refusal(() => admitJson({ a: [[[[deep]]]] }))).toMatchObject({
      code: 'E_DEPTH',
      path: '$.a[0][0][0][0]',
      limit: 64,
      actual: 65,
    })
    const text = admitJson(['x'.repeat(600_000)])
    expect(refusal(() => admitJson([text, text]))).toMatchObject({
      code: 'E_TOO_LARGE',
      unit: 'bytes',
      limit: 1_048_576,
      actual: 1_200_011,
    })
  })

  test('J-4 plain data from anywhere is taken: without prototype, from a proxy, from another realm', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    expect(admitted(bare)).toEqual({ a: 1 })
    expect(Object.getPrototypeOf(admitted(bare))).toBe(Object.prototype)
    expect(admitted(new Proxy({ a: [1] }, {}))).toEqual({ a: [1] })
    const foreignPrototype = Object.create(null) as object
    Object.defineProperty(foreignPrototype, 'isPrototypeOf', { value: () => false })
    expect(admitted(Object.assign(Object.create(foreignPrototype) as object, { a: 1 }))).toEqual({ a: 1 })
  })

  test('J-5 constructor, prototype and the empty name are data, and no prototype is touched', () => {
    const value = admitted(
      JSON.parse('{"constructor":{"prototype":{"polluted":1}},"prototype":2,"":3,"toString":4,"hasOwnProperty":5}'),
    )
    expect(value).toEqual({ constructor: { prototype: { polluted: 1 } }, prototype: 2, '': 3, toString: 4, hasOwnProperty: 5 })
    expect(Object.hasOwn(value, 'constructor')).toBe(true)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('J-7 composed and decomposed spellings stay different', () => {
    expect(Object.keys(admitted({ '\u00e9': 1, 'e\u0301': 2 }))).toHaveLength(2)
    expect(admitJson('e\u0301')).toBe('e\u0301')
  })

  test('J-8 minus zero becomes zero, and numbers up to the limits stay', () => {
    const value = admitJson([-0, { z: -0 }, 2 ** 53 - 1, -(2 ** 53 - 1), 6.022e23, 1e21, Number.MAX_VALUE, 5e-324, 0.1])
    expect(value).toEqual([0, { z: 0 }, 2 ** 53 - 1, -(2 ** 53 - 1), 6.022e23, 1e21, Number.MAX_VALUE, 5e-324, 0.1])
    expect(Object.is((value as number[])[0], 0)).toBe(true)
    expect(Object.is(((value as JsonValue[])[1] as JsonObject)['z'], 0)).toBe(true)
  })
})

describe('what is admitted in place of another value', () => {
  test('J-16 what equals its counterpart is that counterpart', () => {
    const before = admitted({ kept: { a: [1, { b: 2 }] }, changed: { c: 1, list: [[1], [2]] }, gone: 1 })
    const source = { changed: { list: [[1], [3]], c: 1 }, kept: { a: [1, { b: 2 }] } }
    const after = admitJson(source, DEFAULT_JSON_LIMITS, before) as JsonObject
    expect(after).toEqual(source)
    expect(after['kept']).toBe(before['kept'])
    expect((after['changed'] as { list: JsonValue[] }).list[0]).toBe((before['changed'] as { list: JsonValue[] }).list[0])
    expect(admitJson(JSON.parse(JSON.stringify(before)), DEFAULT_JSON_LIMITS, before)).toBe(before)
    expect(Object.isFrozen(source.kept)).toBe(false)
  })

  test('J-16 the counterpart never changes what comes out, nor what is refused', () => {
    const edited = fc
      .tuple(
        arbitraryPlainJson,
        fc.oneof(
          arbitraryJson,
          fc.constantFrom<unknown>(0, null, [], {}).map((value) => admitJson(value)),
        ),
      )
      .chain(([source, other]) =>
        fc.constantFrom<readonly [unknown, JsonValue]>(
          [source, other],
          [source, admitJson(source, NO_JSON_LIMITS)],
          [{ a: source, b: other }, admitJson({ a: source, b: 1 }, NO_JSON_LIMITS)],
          [[source, other], admitJson([source], NO_JSON_LIMITS)],
          [{ a: source, b: -0 }, admitJson({ a: source, b: 0, c: 1 }, NO_JSON_LIMITS)],
        ),
      )
    fc.assert(
      fc.property(edited, ([source, like]) => {
        const alone = admitJson(source, NO_JSON_LIMITS)
        const beside = admitJson(source, NO_JSON_LIMITS, like)
        expect(canonicalText(beside)).toBe(canonicalText(alone))
        expect(sizeBytes(beside)).toBe(sizeBytes(alone))
        expect(deepFrozen(beside)).toBe(true)
        expect(beside === like).toBe(equalJson(alone, like))
      }),
      { numRuns: 3_000, seed: 16 },
    )
    const before = admitted({ a: { b: 1 } })
    const trap = Object.defineProperty({}, 'b', { get: () => 2, enumerable: true })
    expect(refusal(() => admitJson({ a: trap }, DEFAULT_JSON_LIMITS, before))).toMatchObject({ code: 'E_TYPE', path: '$.a.b' })
    expect(refusal(() => admitJson({ a: 1, constructor: Object }, DEFAULT_JSON_LIMITS, before))).toMatchObject({
      code: 'E_TYPE',
      path: '$.constructor',
    })
    expect(refusal(() => admitJson({ a: { b: Number.NaN } }, DEFAULT_JSON_LIMITS, before))).toMatchObject({
      code: 'E_NUMBER',
      path: '$.a.b',
    })
    expect(refusal(() => admitJson({ a: Object.assign([], { b: 1 }) }, DEFAULT_JSON_LIMITS, before))).toMatchObject({
      code: 'E_TYPE',
      path: '$.a',
    })
  })
})

describe('what is refused', () => {
  class Account {
    balance = 1
  }
  const cycle: { list: unknown[] } = { list: [1] }
  cycle.list.push(cycle)
  const withMember = Object.assign([1], { extra: 2 })
  const holes = [1, 2, 3]
  holes[9] = 4

  test.each<[string, unknown, string, string]>([
    ['undefined', { a: [1, undefined] }, 'E_TYPE', '$.a[1]'],
    ['a Date', { at: new Date(0) }, 'E_TYPE', '$.at'],
    ['a Map', [new Map()], 'E_TYPE', '$[0]'],
    ['a BigInt', { n: 1n }, 'E_TYPE', '$.n'],
    ['a function', { f: () => 1 }, 'E_TYPE', '$.f'],
    ['a symbol', [Symbol('x')], 'E_TYPE', '$[0]'],
    ['a class instance', { account: new Account() }, 'E_TYPE', '$.account'],
    ['boxed text', { a: new String('x') }, 'E_TYPE', '$.a'],
    ['typed bytes', { a: new Uint8Array(2) }, 'E_TYPE', '$.a'],
    ['a subclass of Array', { a: new (class List extends Array<number> {})() }, 'E_TYPE', '$.a'],
    ['an array with a hole', { a: holes }, 'E_TYPE', '$.a'],
    ['an array with a named member', { a: withMember }, 'E_TYPE', '$.a'],
    ['a symbol as name', { a: { [Symbol('s')]: 1 } }, 'E_TYPE', '$.a'],
    ['something that contains itself', cycle, 'E_TYPE', '$.list[1]'],
  ])('J-4 J-11 %s', (_, value, code, path) => {
    expect(refusal(() => admitJson(value))).toMatchObject({ code, path })
  })

  test('J-4 an accessor, which might answer differently the next time', () => {
    let reads = 0
    const trap = {
      get a() {
        return ++reads
      },
    }
    expect(refusal(() => admitJson({ list: [trap] }))).toMatchObject({ code: 'E_TYPE', path: '$.list[0].a' })
    expect(reads).toBe(0)
    const list: unknown[] = []
    Object.defineProperty(list, 0, { get: () => 1, enumerable: true })
    expect(refusal(() => admitJson(list))).toMatchObject({ code: 'E_TYPE', path: '$[0]' })
  })

  test('J-4 a proxy is asked once for each property', () => {
    let reads = 0
    const moody = new Proxy(
      { a: 0 },
      { getOwnPropertyDescriptor: () => ({ value: ++reads, writable: true, enumerable: true, configurable: true }) },
    )
    expect(admitJson(moody)).toEqual({ a: reads })
  })

  test('J-4 toJSON is data or a refused function, never called', () => {
    expect(admitJson({ toJSON: 1 })).toEqual({ toJSON: 1 })
    expect(refusal(() => admitJson({ toJSON: () => 'x' }))).toMatchObject({ code: 'E_TYPE', path: '$.toJSON' })
  })

  test('J-5 a member named __proto__ at any depth', () => {
    const value: unknown = JSON.parse('{"a":[{"__proto__":{"polluted":true}}]}')
    expect(refusal(() => admitJson(value))).toMatchObject({ code: 'E_KEY_FORBIDDEN', path: '$.a[0].__proto__' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('J-6 names with NUL, names over the limit', () => {
    expect(refusal(() => admitJson({ 'a\0': 1 }))).toMatchObject({ code: 'E_KEY', path: String.raw`$["a\u0000"]` })
    expect(admitJson({ ['é'.repeat(256)]: 1 })).toBeDefined()
    expect(refusal(() => admitJson({ x: { ['é'.repeat(256) + 'a']: 1 } }))).toMatchObject({
      code: 'E_KEY',
      path: '$.x',
      limit: 512,
      actual: 513,
    })
  })

  test('J-7 half of a surrogate pair in a value and in a name', () => {
    expect(refusal(() => admitJson(['ok', { a: 'x\ud800' }]))).toMatchObject({ code: 'E_UNICODE', path: '$[1].a' })
    expect(refusal(() => admitJson({ '\udc00': 1 }))).toMatchObject({ code: 'E_UNICODE', path: String.raw`$["\udc00"]` })
    expect(admitJson('😀')).toBe('😀')
  })

  test.each([Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e20])('J-8 the number %d', (number) => {
    expect(refusal(() => admitJson({ n: [number] }))).toMatchObject({ code: 'E_NUMBER', path: '$.n[0]' })
  })

  test('J-9 depth 65, and depth 1,000,000 without a RangeError', () => {
    expect(admitJson(nested(64))).toBeDefined()
    expect(refusal(() => admitJson(nested(65)))).toMatchObject({ code: 'E_DEPTH', limit: 64, actual: 65 })
    expect(refusal(() => admitJson(nested(1_000_000)))).toMatchObject({ code: 'E_DEPTH', limit: 64, actual: 65 })
  })

  test('J-9 one member, one byte too many', () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]))
    expect(admitJson(fields(10_000))).toBeDefined()
    expect(refusal(() => admitJson(fields(10_001)))).toMatchObject({
      code: 'E_TOO_LARGE',
      unit: 'fields',
      limit: 10_000,
      actual: 10_001,
    })
    expect(admitJson('x'.repeat(1_048_574))).toBeDefined()
    expect(refusal(() => admitJson('x'.repeat(1_048_575)))).toMatchObject({
      code: 'E_TOO_LARGE',
      limit: 1_048_576,
      actual: 1_048_577,
    })
    expect(refusal(() => admitJson(['\u0001'.repeat(200_000)]))).toMatchObject({ code: 'E_TOO_LARGE', actual: 1_200_004 })
  })

  test('J-9 limits can be set', () => {
    const limits = { ...DEFAULT_JSON_LIMITS, maxDepth: 2, maxFields: 1, maxBytes: 10 }
    expect(admitJson({ a: [] }, limits)).toEqual({ a: [] })
    expect(refusal(() => admitJson([[[]]], limits))).toMatchObject({ code: 'E_DEPTH' })
    expect(refusal(() => admitJson({ a: 1, b: 2 }, limits))).toMatchObject({ code: 'E_TOO_LARGE', unit: 'fields' })
    expect(refusal(() => admitJson('123456789', limits))).toMatchObject({ code: 'E_TOO_LARGE', unit: 'bytes', actual: 11 })
  })

  test('J-9 a small graph that stands for a huge tree is refused before it is unfolded', () => {
    let tree: unknown = [1]
    for (let level = 0; level < 50; level++) tree = [tree, tree]
    expect(refusal(() => admitJson(tree))).toMatchObject({ code: 'E_TOO_LARGE' })
  })
})
