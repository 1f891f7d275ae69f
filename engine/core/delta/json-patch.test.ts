import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { SrvraError } from '../errors.ts'
import { admitJson, canonicalText, DEFAULT_JSON_LIMITS, type JsonObject } from '../json/index.ts'
import { diff, fromJsonPatch, patch, toJsonPatch } from './index.ts'

interface SuiteCase {
  readonly comment?: string
  readonly doc: unknown
  readonly patch?: unknown
  readonly expected?: unknown
  readonly error?: string
  readonly disabled?: boolean
}

const load = createRequire(import.meta.url)
const suite = ['json-patch-test-suite/tests.json', 'json-patch-test-suite/spec_tests.json'].flatMap(
  (file) => load(file) as SuiteCase[],
)
const enabled = suite.filter((one) => one.patch !== undefined && one.disabled !== true)

describe('the public JSON Patch test suite', () => {
  test.each(enabled.map((one, index) => [index, one.comment ?? one.error ?? JSON.stringify(one.patch), one] as const))(
    'D-14 case %d: %s',
    (_, __, one) => {
      const base = admitJson(one.doc)
      if (one.error !== undefined) {
        expect(() => fromJsonPatch(base, one.patch)).toThrow(SrvraError)
        return
      }
      const { next, delta } = fromJsonPatch(base, one.patch)
      if (one.expected !== undefined) expect(canonicalText(next)).toBe(canonicalText(admitJson(one.expected)))
      expect(delta === undefined ? base : patch(base, delta)).toEqual(next)
    },
  )

  test('D-14 the suite is there', () => {
    expect(enabled.length).toBeGreaterThan(90)
  })
})

const base = admitJson({ a: { b: 1 }, list: [1, 2, 3], text: 'x' })

function refusal(operations: unknown, limits = DEFAULT_JSON_LIMITS): Record<string, unknown> {
  try {
    fromJsonPatch(base, operations, limits)
  } catch (error) {
    if (error instanceof SrvraError) return { code: error.code, ...error.details }
    throw error
  }
  return { code: 'none' }
}

test.each<[unknown, Record<string, unknown>]>([
  [{}, { code: 'E_PATCH' }],
  [[1], { code: 'E_PATCH', index: 0 }],
  [[{ op: 'add', path: '/x' }], { code: 'E_PATCH', index: 0 }],
  [
    [
      { op: 'remove', path: '/a' },
      { op: 'copy', path: '/b' },
    ],
    { code: 'E_PATCH', index: 1 },
  ],
  [[{ op: 'toString', path: '/a' }], { code: 'E_PATCH', index: 0 }],
  [[{ op: 'remove', path: 'a' }], { code: 'E_PATCH', index: 0, pointer: 'a' }],
  [
    [
      { op: 'test', path: '/a/b', value: 1 },
      { op: 'test', path: '/text', value: 'y' },
    ],
    { code: 'E_PATCH_TEST', index: 1, pointer: '/text' },
  ],
  [[{ op: 'remove', path: '/a/c' }], { code: 'E_PATCH_PATH', index: 0, pointer: '/a/c' }],
  [[{ op: 'replace', path: '/constructor', value: 1 }], { code: 'E_PATCH_PATH', index: 0, pointer: '/constructor' }],
  [[{ op: 'add', path: '/list/4', value: 1 }], { code: 'E_PATCH_PATH', index: 0, pointer: '/list/4' }],
  [[{ op: 'replace', path: '/list/-', value: 1 }], { code: 'E_PATCH_PATH', index: 0, pointer: '/list/-' }],
  [[{ op: 'add', path: '/list/01', value: 1 }], { code: 'E_PATCH_PATH', index: 0, pointer: '/list/01' }],
  [[{ op: 'add', path: '/text/x', value: 1 }], { code: 'E_PATCH_PATH', index: 0, pointer: '/text/x' }],
  [[{ op: 'move', from: '/a', path: '/a/b/c' }], { code: 'E_PATCH_PATH', index: 0, pointer: '/a/b/c' }],
  [[{ op: 'remove', path: '' }], { code: 'E_PATCH_PATH', index: 0, pointer: '' }],
  [[{ op: 'add', path: '/__proto__', value: { polluted: 1 } }], { code: 'E_KEY_FORBIDDEN', index: 0 }],
  [[{ op: 'add', path: '/__proto__/polluted', value: 1 }], { code: 'E_PATCH_PATH', index: 0 }],
  [[{ op: 'add', path: '/a', value: { x: undefined } }], { code: 'E_TYPE', path: '$[0].value.x' }],
  [[{ op: 'add', path: '/n', value: 'x'.repeat(1_048_576) }], { code: 'E_TOO_LARGE' }],
])('D-14 %j is refused', (operations, expected) => {
  expect(refusal(operations)).toMatchObject(expected)
  expect(base).toEqual({ a: { b: 1 }, list: [1, 2, 3], text: 'x' })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('D-14 copies are independent, and copies of copies are held to the limits', () => {
  const copied = fromJsonPatch(base, [
    { op: 'add', path: '/a/c', value: [] },
    { op: 'copy', from: '/a', path: '/d' },
    { op: 'add', path: '/a/c/-', value: 1 },
    { op: 'add', path: '/d/c/-', value: 2 },
  ])
  expect(copied.next).toMatchObject({ a: { b: 1, c: [1] }, d: { b: 1, c: [2] } })
  const doubling = Array.from({ length: 60 }, (_, i) => ({ op: 'copy', from: '/a', path: `/a/x${i}` }))
  expect(refusal(doubling)).toMatchObject({ code: expect.stringMatching(/^E_(DEPTH|TOO_LARGE)$/) })
})

test('D-14 a value is not moved into itself, though another one takes its place', () => {
  const lists = admitJson([[1], [2]])
  expect(() => fromJsonPatch(lists, [{ op: 'move', from: '/0', path: '/0/0' }])).toThrow(
    expect.objectContaining({ code: 'E_PATCH_PATH' }),
  )
  expect(fromJsonPatch(lists, [{ op: 'move', from: '/0', path: '/1' }]).next).toEqual([[2], [1]])
})

test('D-14 what many operations touch is copied once', () => {
  const count = 8_000
  const members = admitJson(Object.fromEntries(Array.from({ length: count }, (_, i) => [`member ${i}`, i])))
  const operations = Array.from({ length: count }, (_, i) => ({ op: 'replace', path: `/member ${i}`, value: -i - 1 }))
  const start = performance.now()
  const { next } = fromJsonPatch(members, operations)
  // A copy for each operation would take several seconds.
  expect(performance.now() - start).toBeLessThan(1_500)
  expect((next as JsonObject)['member 7999']).toBe(-8_000)
})

test('D-13 a delta becomes operations on the base, moves included', () => {
  const records = (...ids: number[]) => ids.map((id) => ({ id, text: `the record with number ${id}` }))
  const before = admitJson({
    gone: 1,
    list: records(1, 2, 3, 4),
    'odd/name': { '~': 'a' },
    text: 'some text that is long enough to be edited',
  })
  const after = admitJson({
    list: [...records(4, 1, 5), { id: 3, text: 'new' }],
    new: [],
    'odd/name': { '~': 'b' },
    text: 'some text that is long enough to be changed',
  })
  expect(toJsonPatch(before, diff(before, after))).toEqual([
    { op: 'remove', path: '/gone' },
    { op: 'replace', path: '/list/1', value: { id: 5, text: 'the record with number 5' } },
    { op: 'replace', path: '/list/2/text', value: 'new' },
    { op: 'move', from: '/list/3', path: '/list/0' },
    { op: 'add', path: '/new', value: [] },
    { op: 'replace', path: '/odd~1name/~0', value: 'b' },
    { op: 'replace', path: '/text', value: 'some text that is long enough to be changed' },
  ])
  expect(toJsonPatch(1, diff(1, [2]))).toEqual([{ op: 'replace', path: '', value: [2] }])
  expect(toJsonPatch(1, undefined)).toEqual([])
})
