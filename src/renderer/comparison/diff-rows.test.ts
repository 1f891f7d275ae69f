import { expect, test } from 'vitest'

import { speakRow, summarizeRows, toDiffRow, toDiffRows } from './diff-rows.ts'

test('V-102 nothing there, null and an empty text are told apart, by sight and by ear', () => {
  const rows = toDiffRows({
    lines: [
      { path: ['a'], change: 'added', after: null },
      { path: ['b'], change: 'removed', before: '' },
      { path: ['c'], change: 'type', before: null, after: '' },
    ],
    jsonPatch: [],
    sizeBytes: 0,
    truncated: false,
  })
  expect(rows.map(({ before, after }) => [before.kind, after.kind])).toEqual([
    ['absent', 'null'],
    ['empty', 'absent'],
    ['null', 'empty'],
  ])
  expect(rows.map(speakRow)).toEqual(['a added: null', 'b removed: was empty text', 'c changed type from null to empty text'])
})

test('V-102 every change has a glyph and a word, and a moved element says where from', () => {
  const moved = toDiffRow({ path: ['list', 0, 'odd name'], from: ['list', 4], change: 'moved' })
  expect(moved).toMatchObject({ glyph: '↕', path: 'list[0]["odd name"]', from: 'list[4]' })
  expect(speakRow(moved)).toBe('list[0]["odd name"] moved from list[4]')
  expect(toDiffRow({ path: [], change: 'changed', before: 1, after: 2 })).toMatchObject({ glyph: '~', path: '$' })
})

test('V-102 long texts are compared line by line, short ones in their cells', () => {
  const long = 'x'.repeat(200)
  expect(toDiffRow({ path: ['t'], change: 'changed', before: long, after: 'y' }).longText).toBe(true)
  expect(toDiffRow({ path: ['t'], change: 'changed', before: 'a\nb', after: 'a' }).longText).toBe(true)
  expect(toDiffRow({ path: ['t'], change: 'changed', before: 'a', after: 'b' }).longText).toBe(false)
  expect(toDiffRow({ path: ['t'], change: 'added', after: long }).longText).toBe(false)
})

test('V-102 a comparison says what it amounts to', () => {
  const changed = toDiffRow({ path: ['a'], change: 'changed', before: 1, after: 2 })
  const added = toDiffRow({ path: ['b'], change: 'added', after: 2 })
  expect(summarizeRows([changed, changed, added])).toBe('2 changed, 1 added')
  expect(summarizeRows([added], true)).toBe('1 added, and more')
  expect(summarizeRows([])).toBe('No difference')
})

test('V-102 an object that was stored anew as a whole is told field by field', () => {
  const line = {
    path: ['a'],
    change: 'changed',
    before: { x: 1, y: { z: 1 }, gone: null, same: [1] },
    after: { x: '1', y: { z: 2 }, same: [1], fresh: '' },
  } as const
  const rows = toDiffRows({ lines: [line], jsonPatch: [], sizeBytes: 0, truncated: false })
  expect(rows.map(speakRow)).toEqual([
    'a.x changed type from 1 to 1',
    'a.y.z changed from 1 to 2',
    'a.gone removed: was null',
    'a.fresh added: empty text',
  ])
})
