import { expect, test } from 'vitest'

import { findByTypeahead, flattenTree, treeMove, type TreeNode } from './tree-rows.ts'

const leaf = (id: string): TreeNode => ({ id, label: id, branch: false })
const forest: readonly TreeNode[] = [
  { id: 'cities', label: 'cities', branch: true, more: true, children: [leaf('AD'), { ...leaf('AE'), branch: true }] },
  { id: 'countries', label: 'countries', branch: true },
]

const ids = (expanded: readonly string[]): string[] =>
  flattenTree(forest, new Set(expanded)).map(({ id, kind }) => `${kind} ${id.split('\u0000')[0]}`)

test('V-7 a closed branch hides what is below; an open one shows it, or that it is being read', () => {
  expect(ids([])).toEqual(['node cities', 'node countries'])
  expect(ids(['cities'])).toEqual(['node cities', 'node AD', 'node AE', 'more cities', 'node countries'])
  expect(ids(['countries'])).toEqual(['node cities', 'node countries', 'loading countries'])
})

test('V-7 each line knows its level and its place among its siblings', () => {
  const rows = flattenTree(forest, new Set(['cities']))
  expect(rows[2]).toMatchObject({ level: 2, position: 2, siblings: 2, parent: 'cities' })
  expect(rows[4]).toMatchObject({ level: 1, position: 2, siblings: 2, parent: undefined })
})

test('V-7 right opens, then enters; left closes, then leaves', () => {
  const closed = flattenTree(forest, new Set())
  expect(treeMove(closed, 0, 'ArrowRight')).toEqual({ type: 'expand', id: 'cities' })
  const open = flattenTree(forest, new Set(['cities']))
  expect(treeMove(open, 0, 'ArrowRight')).toEqual({ type: 'focus', index: 1 })
  expect(treeMove(open, 0, 'ArrowLeft')).toEqual({ type: 'collapse', id: 'cities' })
  expect(treeMove(open, 2, 'ArrowLeft')).toEqual({ type: 'focus', index: 0 })
  expect(treeMove(open, 1, 'ArrowRight')).toBeUndefined()
  expect(treeMove(open, 9, 'ArrowRight')).toBeUndefined()
})

test('V-7 typing finds the next line that begins so, around the end', () => {
  const rows = flattenTree(forest, new Set(['cities']))
  expect(findByTypeahead(rows, 0, 'c')).toBe(4)
  expect(findByTypeahead(rows, 4, 'c')).toBe(0)
  expect(findByTypeahead(rows, 4, 'co')).toBe(4)
  expect(findByTypeahead(rows, 0, 'AE')).toBe(2)
  expect(findByTypeahead(rows, 0, 'zz')).toBe(-1)
})
