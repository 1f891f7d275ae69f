import { expect, test } from 'vitest'

import { parseKeys } from './keys.ts'
import { press } from '../testing/press.ts'
import { createSequenceMatcher, type SequenceMatcher } from './sequence-matcher.ts'

const everything = (): boolean => true

function matcherOf(keys: Readonly<Record<string, string>>): SequenceMatcher {
  return createSequenceMatcher(Object.entries(keys).map(([id, text]) => ({ id, presses: parseKeys(text) })))
}

test('V-1 the second press of a sequence is no command of its own', () => {
  const matcher = matcherOf({ 'go.state': 'g s', save: 's', next: 'j', copy: 'c j' })
  expect(matcher.press(press('g'), 0, everything)).toEqual({ pending: true })
  expect(matcher.press(press('s'), 300, everything)).toEqual({ fired: 'go.state', pending: true })
  expect(matcher.press(press('s'), 400, everything)).toEqual({ fired: 'save', pending: true })
  matcher.press(press('c'), 500, everything)
  expect(matcher.press(press('j'), 600, everything).fired).toBe('copy')
})

test('V-1 a sequence waits a second, not longer', () => {
  const matcher = matcherOf({ 'go.state': 'g s', save: 's' })
  matcher.press(press('g'), 0, everything)
  expect(matcher.press(press('s'), 1000, everything).fired).toBe('go.state')
  matcher.press(press('g'), 2000, everything)
  expect(matcher.press(press('s'), 3001, everything).fired).toBe('save')
})

test('V-1 a press that leads a sequence nowhere may begin another one', () => {
  const matcher = matcherOf({ 'go.state': 'g s', 'copy.json': 'c j', edit: 'e' })
  matcher.press(press('g'), 0, everything)
  expect(matcher.press(press('e'), 100, everything).fired).toBe('edit')
  matcher.press(press('g'), 200, everything)
  expect(matcher.press(press('c'), 300, everything)).toEqual({ pending: true })
  expect(matcher.press(press('j'), 400, everything).fired).toBe('copy.json')
})

test('V-1 modifiers pressed on the way do not break a sequence', () => {
  const matcher = matcherOf({ 'time.utc': 't Shift+Z' })
  matcher.press(press('t'), 0, everything)
  matcher.press(press('Shift', { shiftKey: true }), 100, everything)
  expect(matcher.press(press('Z', { shiftKey: true }), 200, everything).fired).toBe('time.utc')
})

test('V-2 what is not allowed here neither fires nor is taken from others', () => {
  const matcher = matcherOf({ edit: 'e', 'go.state': 'g s' })
  expect(matcher.press(press('e'), 0, (id) => id !== 'edit')).toEqual({ pending: false })
  expect(matcher.press(press('g'), 10, (id) => id !== 'go.state')).toEqual({ pending: false })
  expect(matcher.press(press('q'), 20, everything)).toEqual({ pending: false })
})
