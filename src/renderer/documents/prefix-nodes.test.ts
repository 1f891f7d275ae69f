import { expect, test } from 'vitest'

import { flattenTree } from '../composables/tree-rows.ts'
import { ancestorsOf, prefixTree } from './prefix-nodes.ts'

const levels = new Map([
  [
    '',
    {
      nodes: [
        { name: 'cities', path: 'cities', documents: 3, branch: true },
        { name: 'note', path: 'note', documents: 1, branch: false },
      ],
      more: false,
    },
  ],
  ['cities', { nodes: [{ name: 'AD', path: 'cities/AD', documents: 3, branch: true }], more: true }],
])

test('V-117 the key tree shows the levels that were read, counts and whether there is more', () => {
  const open = new Set(['', 'cities', 'cities/AD'])
  const rows = flattenTree(prefixTree(levels), open)
  expect(rows[0]?.node.data?.documents).toBe(4)
  expect(rows.map(({ kind, node, level }) => [kind, node.label, level])).toEqual([
    ['node', 'All documents', 1],
    ['node', 'cities', 2],
    ['node', 'AD', 3],
    ['loading', 'AD', 4],
    ['more', 'cities', 3],
    ['node', 'note', 2],
  ])
})

test('V-117 a prefix is found by opening what is above it', () => {
  expect(ancestorsOf('cities/AD')).toEqual(['', 'cities'])
  expect(ancestorsOf('')).toEqual([''])
})
