import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryEdit } from '../../testing/arbitrary-edit.ts'
import { arbitraryJson } from '../../testing/json-arbitrary.ts'
import { SrvraError } from '../errors.ts'
import { admitJson, canonicalText, DEFAULT_JSON_LIMITS, isAdmitted, type JsonObject, type JsonValue } from '../json/index.ts'
import { compose, invert, parseDelta, patch, toJsonPatch, type Delta } from './index.ts'

const unchecked = (value: unknown): Delta => admitJson(value) as Delta

function refusal(call: () => unknown): Record<string, unknown> {
  try {
    call()
  } catch (error) {
    if (error instanceof SrvraError) return { code: error.code, ...error.details }
    throw error
  }
  return { code: 'none' }
}

describe('the result', () => {
  test('D-7 is admitted, in canonical order, and shares what the delta does not touch', () => {
    const base = admitJson({ b: { c: [1, 2] }, d: [{ id: 1 }, { id: 2 }], z: 1 }) as JsonObject
    const next = patch(base, parseDelta({ a: 1, d: [0, 1, { x: [[]] }], z: [] })) as JsonObject
    expect(canonicalText(next)).toBe('{"a":1,"b":{"c":[1,2]},"d":[{"id":1},{"id":2,"x":[]}]}')
    expect(isAdmitted(next)).toBe(true)
    expect(Object.isFrozen(next)).toBe(true)
    expect(next['b']).toBe(base['b'])
    expect((next['d'] as JsonValue[])[0]).toBe((base['d'] as JsonValue[])[0])
  })

  test('D-7 is the base itself when the delta changes nothing', () => {
    const base = admitJson([1, { a: 2 }])
    expect(patch(base, parseDelta({}))).toBe(base)
    expect(patch('text', parseDelta({}))).toBe('text')
  })

  test('D-7 is held to limits where they are given', () => {
    const limits = { ...DEFAULT_JSON_LIMITS, maxFields: 2, maxDepth: 2, maxBytes: 100 }
    const base = admitJson({ a: 1, b: 2 })
    expect(refusal(() => patch(base, unchecked({ c: 3 }), limits))).toMatchObject({ code: 'E_TOO_LARGE', unit: 'fields' })
    expect(refusal(() => patch(base, unchecked({ a: [[1]] }), limits))).toEqual({ code: 'none' })
    expect(refusal(() => patch(base, unchecked({ a: [[[1]]] }), limits))).toMatchObject({ code: 'E_DEPTH' })
    expect(refusal(() => patch(base, unchecked({ a: 'x'.repeat(100) }), limits))).toMatchObject({
      code: 'E_TOO_LARGE',
      unit: 'bytes',
    })
  })
})

describe('a delta that does not fit', () => {
  const base = { list: [1, [2], 'text of some length'], name: 'a name', nested: { a: 1 } }

  test.each<[string, unknown, string]>([
    ['changes a member that is not there', { nested: { b: { c: 1 } } }, '$.nested.b'],
    ['changes members of a list', { list: { a: 1 } }, '$.list'],
    ['changes members of a text', { name: { a: 1 } }, '$.name'],
    ['edits an object as a list', { nested: [0, 0, 1] }, '$.nested'],
    ['edits a list as a text', { list: [1, 0, 1, ''] }, '$.list'],
    ['edits beyond the end of a text', { name: [1, 5, 2, ''] }, '$.name'],
    ['edits a text out of order', { name: [1, 3, 1, 'x', 2, 1, 'y'] }, '$.name'],
    ['removes beyond the end', { list: [0, 2, [4, 2]] }, '$.list[2]'],
    ['changes beyond the end', { list: [0, 3, 1] }, '$.list[3]'],
    ['inserts beyond the end', { list: [0, 4, [2, 1]] }, '$.list'],
    ['moves from beyond the end', { list: [0, 0, [3, 3]] }, '$.list[3]'],
    ['goes wrong inside an element', { list: [0, 1, [0, 0, { a: 1 }]] }, '$.list[1][0]'],
    ['holds an unknown operation', { nested: { a: [7, 1] } }, '$.nested.a'],
  ])('D-8 it %s', (_, delta, path) => {
    const before = admitJson(base)
    expect(refusal(() => patch(before, unchecked(delta)))).toEqual({ code: 'E_DELTA', path })
    expect(before).toEqual(base)
  })

  test('D-8 removing a member that is not there changes nothing', () => {
    expect(patch(admitJson(base), unchecked({ gone: [] }))).toEqual(base)
    expect(invert(admitJson(base), unchecked({ gone: [] }))).toEqual({})
  })

  test('D-10 deltas that cannot follow one another', () => {
    expect(refusal(() => compose(unchecked({ a: [] }), unchecked({ a: { b: 1 } })))).toMatchObject({ code: 'E_DELTA', path: '$.a' })
    expect(refusal(() => compose(unchecked({ a: { b: 1 } }), unchecked({ a: [0, 0, 1] })))).toMatchObject({
      code: 'E_DELTA',
      path: '$.a',
    })
    expect(refusal(() => compose(unchecked({ a: 7 }), unchecked({ a: { b: 1 } })))).toMatchObject({ code: 'E_DELTA', path: '$.a' })
    expect(refusal(() => compose(unchecked([0, 0, [2, 'x']]), unchecked([0, 0, { a: 1 }])))).toMatchObject({
      code: 'E_DELTA',
      path: '$[0]',
    })
  })

  test('D-10 edits that cancel out leave nothing', () => {
    expect(compose(unchecked([0, 1, [2, 'x']]), unchecked([0, 1, []]))).toEqual({})
    expect(compose(unchecked({ a: [1, 3, 0, 'x'] }), unchecked({ a: [1, 3, 1, ''] }))).toEqual({})
    expect(compose(unchecked({ a: 1 }), unchecked({ a: [] }))).toEqual({ a: [] })
    expect(compose(unchecked({ a: [] }), unchecked({ a: [{}] }))).toEqual({ a: [{}] })
  })
})

describe('a delta from outside', () => {
  test.each<[string, unknown, string]>([
    ['removes the whole document', [], '$'],
    ['has an unknown tag', [9, 1], '$'],
    ['has an edit without an operation', [0, 1], '$[1]'],
    ['has an index that is none', { a: [0, 'x', 1] }, '$.a'],
    ['has a negative index', { a: [0, -1, 1] }, '$.a'],
    ['has a broken index', { a: [0, 1.5, 1] }, '$.a'],
    ['has indexes out of order', { a: [0, 2, 1, 1, 1] }, '$.a[1]'],
    ['changes an element twice', { a: [0, 1, 1, 1, 2] }, '$.a[1]'],
    ['inserts after changing', { a: [0, 1, 1, 1, [2, 'x']] }, '$.a[1]'],
    ['inserts into a removed run', { a: [0, 1, [4, 3], 2, [2, 'x']] }, '$.a[2]'],
    ['moves an element twice', { a: [0, 0, [3, 4, 4]] }, '$.a[4]'],
    ['moves and removes an element', { a: [0, 0, [3, 4], 3, [4, 3]] }, '$.a[4]'],
    ['removes no elements', { a: [0, 0, [4, 0]] }, '$.a'],
    ['removes by a text', { a: [0, 0, [4, 'x']] }, '$.a'],
    ['has an incomplete splice', [1, 0, 1], '$'],
    ['has a splice of a number', [1, 0, 1, 2], '$'],
    ['has splices that overlap', [1, 0, 3, 'x', 2, 1, 'y'], '$'],
    ['is wrong inside an element', { a: [0, 1, { b: [0, 1, [5, 5]] }] }, '$.a[1].b[1]'],
  ])('D-11 it %s', (_, delta, path) => {
    expect(refusal(() => parseDelta(delta))).toEqual({ code: 'E_DELTA', path })
  })

  test('D-11 what no document may hold, no delta may', () => {
    expect(refusal(() => parseDelta(JSON.parse('{"__proto__":{"polluted":1}}')))).toMatchObject({ code: 'E_KEY_FORBIDDEN' })
    expect(refusal(() => patch(admitJson({ a: 1 }), JSON.parse('{"__proto__":{"polluted":1}}') as Delta))).toMatchObject({
      code: 'E_KEY_FORBIDDEN',
    })
    expect(refusal(() => parseDelta({ a: [new Date(0)] }))).toMatchObject({ code: 'E_TYPE' })
    expect(refusal(() => parseDelta(['x'.repeat(1_048_577)]))).toMatchObject({ code: 'E_TOO_LARGE' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('D-11 limits of documents leave room for the operations around a value', () => {
    let deepest: unknown = 1
    for (let level = 0; level < 63; level++) deepest = [deepest]
    const delta = parseDelta([0, 0, [2, deepest]])
    expect(patch([], delta, DEFAULT_JSON_LIMITS)).toEqual([deepest])
    expect(refusal(() => patch([], parseDelta([0, 0, [2, [deepest]]]), DEFAULT_JSON_LIMITS))).toMatchObject({ code: 'E_DEPTH' })
  })

  test('D-11 D-12 indexes near 2^53 and runs of 2^52 cost nothing', () => {
    const far = parseDelta([0, 2 ** 53 - 2, 'x'])
    const run = parseDelta([0, 1, [4, 2 ** 52]])
    expect(compose(far, run)).toEqual([0, 1, [4, 2 ** 52], 2 ** 53 - 2, 'x'])
    expect(compose(parseDelta([0, 0, [3, 2 ** 52]]), run)).toEqual([0, 0, [3, 2 ** 52], 0, [4, 2 ** 52]])
    expect(refusal(() => patch(admitJson([1, 2, 3]), far))).toMatchObject({ code: 'E_DELTA' })
  })

  /** JSON that looks like a delta more often than chance would have it. */
  const hostile = fc.letrec<{ operation: unknown }>((tie) => {
    const index = fc.oneof(fc.nat(5), fc.constantFrom(-1, 1.5, 'x', null, 2 ** 53 - 1))
    const inner = fc.oneof(tie('operation'), fc.constantFrom([], [4, 2], [4, 2 ** 52], [3, 0], [3, 1, 2], [2, 1], [2, [], {}]))
    const pairs = fc.array(fc.tuple(index, inner), { maxLength: 4 }).map((list) => [0, ...list.flat()])
    const splices = fc
      .array(fc.tuple(index, index, fc.constantFrom('', 'a', '😀', 1)), { maxLength: 3 })
      .map((list) => [1, ...list.flat()])
    const members = fc.dictionary(fc.constantFrom('a', 'b', 'list', 'text', '0', 'constructor', 'toString'), tie('operation'), {
      maxKeys: 3,
    })
    return { operation: fc.oneof({ depthSize: 'small' }, fc.constantFrom(1, 'x', null, [], [1], [{}]), pairs, splices, members) }
  }).operation

  test('D-8 D-11 whatever comes, it fits or is refused, and no prototype is touched', () => {
    const names = Object.getOwnPropertyNames(Object.prototype).length
    const outcomes = { accepted: 0, refused: 0 }
    const attempt = (call: () => JsonValue): void => {
      const { code } = refusal(() => {
        if (!isAdmitted(call())) throw new Error('not admitted')
      })
      if (code === 'none') outcomes.accepted++
      else outcomes.refused++
    }
    fc.assert(
      fc.property(hostile, hostile, arbitraryJson, (first, second, other) => {
        const base = admitJson({
          a: [1, [2], { a: 'text' }],
          b: { a: 'a text', list: [3, 4, 5, 6] },
          list: ['x', 'y', 'z'],
          text: 'some text',
        })
        attempt(() => patch(base, parseDelta(first)))
        attempt(() => patch(other, unchecked(first)))
        attempt(() => invert(base, parseDelta(first)))
        attempt(() => compose(parseDelta(first), parseDelta(second)))
        attempt(() => admitJson(toJsonPatch(base, unchecked(first))))
      }),
      { numRuns: 20_000, seed: 21 },
    )
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(names)
    expect(outcomes.accepted).toBeGreaterThan(5_000)
    expect(outcomes.refused).toBeGreaterThan(5_000)
  })

  test('D-9 D-10 what is accepted and fits can be undone and composed, by whomever it was made', () => {
    const documents = arbitraryEdit.map(({ base }) =>
      admitJson({ a: [1, [2], { a: 'text' }], b: base, list: ['x', 'y', 'z', 'x'], text: 'some 😀 text' }),
    )
    const kinds = { undone: 0, composed: 0 }
    const fits = (base: JsonValue, delta: unknown): { readonly delta: Delta; readonly next: JsonValue } | undefined => {
      try {
        const parsed = parseDelta(delta)
        return { delta: parsed, next: patch(base, parsed) }
      } catch (error) {
        if (error instanceof SrvraError) return undefined
        throw error
      }
    }
    fc.assert(
      fc.property(hostile, hostile, documents, (first, second, base) => {
        const one = fits(base, first)
        if (one === undefined) return
        kinds.undone++
        expect(canonicalText(patch(one.next, invert(base, one.delta)))).toBe(canonicalText(base))
        const two = fits(one.next, second)
        if (two === undefined) return
        kinds.composed++
        expect(canonicalText(patch(base, compose(one.delta, two.delta)))).toBe(canonicalText(two.next))
      }),
      { numRuns: 20_000, seed: 22 },
    )
    expect(kinds.undone).toBeGreaterThan(2_000)
    expect(kinds.composed).toBeGreaterThan(500)
  })
})
