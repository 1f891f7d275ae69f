import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalJson } from '../../core/json/index.ts'
import { arbitraryEdit } from '../../testing/arbitrary-edit.ts'
import { diffView } from './diff-view.ts'

const lines = (before: Parameters<typeof diffView>[0], after: Parameters<typeof diffView>[1]): unknown =>
  diffView(before, after).lines

test('V-64 a change is shown at its leaf, with both values', () => {
  expect(lines({ a: { b: 1, c: 2 } }, { a: { b: 5, c: 2 } })).toEqual([
    { path: ['a', 'b'], change: 'changed', before: 1, after: 5 },
  ])
  expect(lines('old text that is long enough to splice', 'new text that is long enough to splice')).toEqual([
    {
      path: [],
      change: 'changed',
      before: 'old text that is long enough to splice',
      after: 'new text that is long enough to splice',
    },
  ])
})

test('V-64 absent is not null, and a change of type says so', () => {
  expect(lines({ a: null }, {})).toEqual([{ path: ['a'], change: 'removed', before: null }])
  expect(lines({}, { a: null })).toEqual([{ path: ['a'], change: 'added', after: null }])
  expect(lines({ a: 1 }, { a: '1' })).toEqual([{ path: ['a'], change: 'type', before: 1, after: '1' }])
  expect(lines({ a: null }, { a: 0 })).toEqual([{ path: ['a'], change: 'type', before: null, after: 0 }])
  expect(lines({ a: [1] }, { a: { 0: 1 } })).toEqual([{ path: ['a'], change: 'type', before: [1], after: { 0: 1 } }])
})

test('V-64 what is there on one side only comes leaf by leaf; an empty container is a leaf', () => {
  expect(lines(undefined, { a: [1, {}], b: 'x' })).toEqual([
    { path: ['a', 0], change: 'added', after: 1 },
    { path: ['a', 1], change: 'added', after: {} },
    { path: ['b'], change: 'added', after: 'x' },
  ])
  expect(lines({ a: 1 }, undefined)).toEqual([{ path: ['a'], change: 'removed', before: 1 }])
  expect(lines(undefined, undefined)).toEqual([])
})

test('V-64 an element that only moved is shown as moved, one that changed on the way as both', () => {
  const list = ['a', 'b', 'c', 'd'].map((id) => ({ id, n: 1 }))
  const [a, b, c, d] = list
  const moved = lines([a, b, c, d] as never, [d, a, b, c] as never)
  expect(moved).toEqual([{ path: [0], change: 'moved', from: [3] }])
  const changed = lines([a, b, c, d] as never, [{ id: 'd', n: 2 }, a, b, c] as never)
  expect(changed).toEqual([
    { path: [0], change: 'moved', from: [3] },
    { path: [0, 'n'], change: 'changed', before: 1, after: 2 },
  ])
})

test('V-64 removed elements have the place where they were, added ones where they are', () => {
  expect(lines(['a', 'b', 'c'], ['a', 'c', 'x'])).toEqual([
    { path: [1], change: 'removed', before: 'b' },
    { path: [2], change: 'added', after: 'x' },
  ])
})

test('V-64 equal values have no lines, others have some, and each line is true', () => {
  fc.assert(
    fc.property(arbitraryEdit, ({ base, next }) => {
      const { lines: shown } = diffView(base, next)
      expect(shown.length === 0).toBe(equalJson(base, next))
      for (const line of shown) {
        if (line.change !== 'removed' && line.change !== 'moved') expect(at(next, line.path)).toEqual(line.after)
        // Below a list, steps say where things are now, so that only other paths lead there in the old value, too.
        if (line.change === 'removed' && line.path.every((step) => typeof step === 'string'))
          expect(at(base, line.path)).toEqual(line.before)
      }
    }),
    { numRuns: 500 },
  )
})

test('V-64 more lines than can be read are cut, and that is said', () => {
  const view = diffView(
    undefined,
    Array.from({ length: 5000 }, (_, index) => index),
  )
  expect(view.lines).toHaveLength(2000)
  expect(view.truncated).toBe(true)
})

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], value)
}
