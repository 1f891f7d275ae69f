import { expect, test } from 'vitest'

import { conflict, field, price } from '../testing/conflict-double.ts'
import { bulkRows } from './bulk-rows.ts'
import {
  chooseForAll,
  choose,
  mayTake,
  nextUndecided,
  noChoices,
  resultCell,
  settledChoices,
  speakChoice,
  suggestedSource,
  undecided,
} from './choices.ts'
import { editedText, parseEdited } from './edited-value.ts'
import { changeGlyph, type FieldRow, fieldRows, speakCell } from './field-rows.ts'
import { pointerText } from './pointer-text.ts'

function rowsOf(...changes: Parameters<typeof conflict>[1] & object): readonly FieldRow[] {
  return fieldRows(conflict('c', changes))
}

const name = field({
  path: '/name',
  base: 'tea',
  ours: 'green tea',
  theirs: 'tea',
  result: 'green tea',
  outcome: 'ours',
  confidence: 1,
})
const note = field({ path: '/note', ours: null, theirs: '', result: '', reason: 'SAME_FIELD' })
const tags = field({ path: '/tags', base: ['a'], ours: ['a', 'b'], theirs: ['a', 'c'], result: ['a', 'b', 'c'] })
const gone = field({ path: '/lines', base: [1], theirs: [1, 2], reason: 'DELETE_VS_EDIT', confidence: 0 })

test('V-152 what waits comes first, and each cell has a glyph and words of its own', () => {
  const rows = rowsOf(name, price, note, gone)
  expect(rows.map(({ label, open }) => [label, open])).toEqual([
    ['price', true],
    ['note', true],
    ['lines', true],
    ['name', false],
  ])
  const [first, second, third] = rows
  expect(first && speakCell(first.cells.local)).toBe('changed: 14')
  expect(second && [second.cells.base.side, second.cells.local.side, second.cells.remote.side].map(({ kind }) => kind)).toEqual([
    'absent',
    'null',
    'empty',
  ])
  expect(second && changeGlyph(second.cells.local.change)).toBe('+')
  expect(third && speakCell(third.cells.local)).toBe('deleted')
  expect(third && changeGlyph(third.cells.remote.change)).toBe('~')
})

test('V-152 a value of another type says so', () => {
  const [row] = rowsOf(field({ path: '/limit', base: 10, ours: '10 bar', theirs: 12, result: 12, reason: 'TYPE_CHANGE' }))
  expect(row && [speakCell(row.cells.local), speakCell(row.cells.remote)]).toEqual(['of another type: 10 bar', 'changed: 12'])
})

test('V-152 without a common ancestor nothing is compared with a base and nothing is suggested', () => {
  const { base: _base, ...without } = conflict('c', [field({ path: '', ours: 1, theirs: 2, result: 2, reason: 'NO_BASE' })])
  const [row] = fieldRows(without)
  expect(row).toMatchObject({ noBase: true, label: 'the whole document', cells: { local: { change: 'same' } } })
  expect(row && [mayTake(row, 'base'), mayTake(row, 'suggestion'), suggestedSource(row)]).toEqual([false, false, undefined])
})

test('V-153 a result is undecided and shows the base until somebody chooses, then says where it comes from', () => {
  const [row, merged] = rowsOf(price, name) as [FieldRow, FieldRow]
  expect(resultCell(row, undefined)).toEqual({ side: { kind: 'value', value: 12 }, origin: 'undecided', decided: false })
  expect(resultCell(row, { path: '/price', take: 'remote' })).toEqual({
    side: { kind: 'value', value: 13 },
    origin: 'Remote',
    decided: true,
  })
  expect(resultCell(row, { path: '/price', take: 'edited' })).toMatchObject({ side: { kind: 'absent' }, origin: 'Edited' })
  expect(resultCell(merged, undefined)).toMatchObject({ origin: 'only Local', decided: true })
})

test('V-154 both stand for lists and texts only, and deleted against edited is one choice for the whole', () => {
  const [list, number, deletion] = rowsOf(tags, price, gone) as [FieldRow, FieldRow, FieldRow]
  expect(mayTake(list, 'both')).toBe(true)
  expect(mayTake(number, 'both')).toBe(false)
  expect(resultCell(list, { path: '/tags', take: 'both' }).side).toEqual({ kind: 'value', value: ['a', 'b', 'c'] })
  expect(deletion.deleted).toBe('local')
  expect(resultCell(deletion, { path: '/lines', take: 'local' })).toMatchObject({
    side: { kind: 'absent' },
    origin: 'Keep deleted',
  })
  expect(resultCell(deletion, { path: '/lines', take: 'remote' })).toMatchObject({ origin: 'Keep edited' })
})

test('V-155 a choice leads to the next open path, around the end, and is spoken with how many are left', () => {
  const rows = rowsOf(price, note, tags)
  const choice = { path: '/price', take: 'remote' } as const
  const one = choose(noChoices, choice)
  expect(speakChoice(rows, one, rows[0] as FieldRow, choice)).toBe('price, Remote 13 chosen, 2 of 3 left')
  expect(nextUndecided(rows, one, 0)).toBe(1)
  expect(nextUndecided(rows, choose(one, { path: '/tags', take: 'both' }), 2)).toBe(1)
  const all = choose(choose(one, { path: '/tags', take: 'both' }), { path: '/note', take: 'local' })
  expect(nextUndecided(rows, all, 1)).toBe(1)
  expect(speakChoice(rows, all, rows[1] as FieldRow, { path: '/note', take: 'local' })).toBe('note, Local null chosen, all decided')
})

test('V-156 all that is undecided goes to one side, and what was decided stays', () => {
  const rows = rowsOf(price, note, tags, name)
  const choices = chooseForAll(rows, choose(noChoices, { path: '/price', take: 'local' }), 'remote')
  expect([...choices.values()].map(({ take }) => take)).toEqual(['local', 'remote', 'remote'])
  expect(undecided(rows, choices)).toEqual([])
})

test('V-165 a settled conflict shows what stood in the end', () => {
  const rows = rowsOf(price, note, name)
  const resolution = { by: 'operator-1', at: 1, strategy: 'manual', choices: [{ path: '/price', take: 'remote' as const }] }
  const value = { price: 13, note: 'by rule' }
  const chosen = settledChoices(rows, { state: 'resolved', resolution: { ...resolution, value } })
  expect([...chosen.values()]).toEqual([
    { path: '/price', take: 'remote' },
    { path: '/note', take: 'edited', value: 'by rule' },
  ])
  expect([...settledChoices(rows, { state: 'dismissed', resolution: { ...resolution, choices: [] } }).values()]).toMatchObject([
    { take: 'local' },
    { take: 'local' },
  ])
})

test('V-161 the table of many shows what would stand at every undecided path', () => {
  const rows = bulkRows([conflict('a', [price, name]), conflict('b', [price])], 'local')
  expect(rows.map(({ key, label, now, result }) => [key, label, now, result])).toEqual([
    ['pricing/a', 'price', { kind: 'value', value: 14 }, { kind: 'value', value: 14 }],
    ['pricing/b', 'price', { kind: 'value', value: 14 }, { kind: 'value', value: 14 }],
  ])
})

test('V-112 a path of a conflict is named as everywhere', () => {
  expect(pointerText('/lines/2/unit price')).toBe('lines[2]["unit price"]')
  expect(pointerText('/a~1b/c~0d')).toBe('["a/b"]["c~d"]')
  expect(pointerText('@metadata/ttlMs')).toBe('metadata ttlMs')
})

test('V-153 a result is written as text where only texts stand, else as JSON', () => {
  expect(parseEdited(editedText('a "b"', true), true)).toEqual({ value: 'a "b"' })
  expect(parseEdited(editedText({ a: [1] }, false), false)).toEqual({ value: { a: [1] } })
  expect(parseEdited('{', false).problem).toContain('no JSON yet')
})
