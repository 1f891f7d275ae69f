import { expect, test } from 'vitest'

import { flattenTree } from '../composables/tree-rows.ts'
import { describeMembers, initiallyExpanded, valueNodes, valuePage } from './value-nodes.ts'

const nothingShown = new Map<string, number>()

test('V-114 a document is a tree of its members, named by their pointers', () => {
  const value = { a: [1, { 'b/c': null }], d: '' }
  const expanded = new Set(['', '/a', '/a/1'])
  const rows = flattenTree(valueNodes(value, { expanded, shown: nothingShown }), expanded)
  expect(rows.map(({ id, level }) => [id, level])).toEqual([
    ['/a', 1],
    ['/a/0', 2],
    ['/a/1', 2],
    ['/a/1/b~1c', 3],
    ['/d', 1],
  ])
})

test('V-114 a scalar is a tree of one line', () => {
  expect(valueNodes('text', { expanded: new Set(['']), shown: nothingShown })).toMatchObject([{ branch: false, label: 'value' }])
})

test('V-115 only what is open is built, a page of members at a time', () => {
  const value = { large: Array.from({ length: 250_000 }, (_, index) => index), other: 1 }
  const closed = valueNodes(value, { expanded: new Set(['']), shown: nothingShown })
  expect(closed[0]).toMatchObject({ branch: true, id: '/large' })
  expect(closed[0]?.children).toBeUndefined()
  const open = valueNodes(value, { expanded: new Set(['', '/large']), shown: new Map([['/large', 300]]) })
  expect(open[0]?.children).toHaveLength(300)
  expect(open[0]?.more).toBe(true)
  const first = valueNodes(value, { expanded: new Set(['', '/large']), shown: nothingShown })
  expect(first[0]?.children).toHaveLength(valuePage)
})

test('V-115 a document of very many fields keeps its root, which shows them page by page', () => {
  const value = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, index]))
  expect(valueNodes(value, { expanded: new Set(['']), shown: nothingShown })).toMatchObject([{ id: '', more: true }])
})

test('V-115 a small document opens with its small members, a large one with its first level', () => {
  expect([...initiallyExpanded({ a: { b: 1 }, c: [1] }, 30)]).toEqual(['', '/a', '/c'])
  expect([...initiallyExpanded({ a: { b: 1 } }, 300_000)]).toEqual([''])
  expect([describeMembers([1]), describeMembers({})]).toEqual(['1 element', '0 fields'])
})
