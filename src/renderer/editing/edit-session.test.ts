import { expect, test } from 'vitest'

import { bufferOf, type EditEvent, type EditSession, movedTo, reading, stepEdit } from './edit-session.ts'

const diff = { lines: [], jsonPatch: [], sizeBytes: 0, truncated: false }
const run = (...events: EditEvent[]): EditSession => events.reduce(stepEdit, reading)
const begin: EditEvent = { type: 'begin', buffer: { text: '{"a":1}', baseVersion: 3 } }
const reviewed = (text: string): EditEvent => ({ type: 'reviewed', text, value: { a: 2 }, diff })

test('V-104 an edit goes from typing over a reviewed difference to being applied', () => {
  const typed = run(begin, { type: 'typed', text: '{"a":2}' })
  expect(typed).toEqual({ phase: 'editing', buffer: { text: '{"a":2}', baseVersion: 3 } })
  expect(stepEdit(typed, reviewed('{"a":2}')).phase).toBe('reviewing')
  expect(run(begin, { type: 'typed', text: 'x' }, reviewed('x'), { type: 'apply' }, { type: 'close' })).toEqual(reading)
})

test('V-104 nothing is applied that was not reviewed', () => {
  expect(run(begin, { type: 'apply' }).phase).toBe('editing')
  expect(run({ type: 'apply' }).phase).toBe('reading')
})

test('V-104 a comparison of text that was typed over meanwhile is dropped', () => {
  expect(run(begin, { type: 'typed', text: 'newer' }, reviewed('older')).phase).toBe('editing')
})

test('V-105 a buffer survives a refusal, going back, and a second begin', () => {
  const refused = run(begin, { type: 'typed', text: 'x' }, reviewed('x'), { type: 'apply' }, { type: 'refused' })
  expect(refused.phase).toBe('reviewing')
  expect(bufferOf(stepEdit(refused, { type: 'back' }))).toEqual({ text: 'x', baseVersion: 3 })
  expect(bufferOf(run(begin, { type: 'begin', buffer: { text: 'other', baseVersion: 4 } }))?.text).toBe('{"a":1}')
})

test('V-105 an edit notices that its document moved, but not that it moves it itself', () => {
  const review = run(begin, reviewed('{"a":1}'))
  expect(movedTo(review, 3)).toBeUndefined()
  expect(movedTo(review, 4)).toBe(4)
  expect(movedTo(stepEdit(review, { type: 'apply' }), 4)).toBeUndefined()
  expect(movedTo(reading, 9)).toBeUndefined()
  expect(movedTo(stepEdit(review, { type: 'rebased', buffer: { text: 'y', baseVersion: 4 } }), 4)).toBeUndefined()
})
