import { expect, test } from 'vitest'

import { actsInEditors, ariaKeys, describePress, keyCaps, matchKeybindingPress, parseKeys, usesCharacterKey } from './keys.ts'
import { press } from '../testing/press.ts'

function matches(keys: string, event: KeyboardEvent): boolean {
  const [first] = parseKeys(keys)
  return first !== undefined && matchKeybindingPress(event, first)
}

test('V-1 a chord matches with exactly its modifiers', () => {
  expect(matches('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true)
  expect(matches('Ctrl+K', press('k'))).toBe(false)
  expect(matches('Ctrl+K', press('K', { ctrlKey: true, shiftKey: true }))).toBe(false)
  expect(matches('e', press('e'))).toBe(true)
  expect(matches('e', press('E', { shiftKey: true }))).toBe(false)
})

test('V-1 a symbol matches whether or not the keyboard needs Shift for it', () => {
  expect(matches('?', press('?', { shiftKey: true, code: 'Slash' }))).toBe(true)
  expect(matches('?', press('?', { code: 'Minus' }))).toBe(true)
  expect(matches('/', press('/', { shiftKey: true, code: 'Digit7' }))).toBe(true)
  expect(matches('Ctrl+,', press(',', { ctrlKey: true }))).toBe(true)
})

test('V-1 a digit under Shift is known by its place, whatever character it makes', () => {
  expect(matches('Shift+2', press('@', { shiftKey: true, code: 'Digit2' }))).toBe(true)
  expect(matches('Shift+2', press('"', { shiftKey: true, code: 'Digit2' }))).toBe(true)
  expect(matches('Shift+2', press('2', { code: 'Digit2' }))).toBe(false)
})

test('V-1 a recorded press is written in the notation that matches it', () => {
  const presses = [
    press('k', { ctrlKey: true, code: 'KeyK' }),
    press('Z', { shiftKey: true, code: 'KeyZ' }),
    press('?', { shiftKey: true, code: 'Slash' }),
    press('@', { shiftKey: true, code: 'Digit2' }),
    press('F6', { shiftKey: true, code: 'F6' }),
    press('Enter', { ctrlKey: true, code: 'Enter' }),
    press(' ', { code: 'Space' }),
  ]
  const written = presses.map(describePress)
  expect(written).toEqual(['Ctrl+K', 'Shift+Z', '?', 'Shift+2', 'Shift+F6', 'Ctrl+Enter', 'Space'])
  presses.forEach((event, index) => expect(matches(written[index] ?? '', event), written[index]).toBe(true))
  expect(describePress(press('Control', { ctrlKey: true, code: 'ControlLeft' }))).toBe('')
})

test('V-2 character keys are those that a stray finger types', () => {
  expect(['e', 'g s', '?', 'Shift+2', 'c j'].map(usesCharacterKey)).toEqual([true, true, true, true, true])
  expect(['Ctrl+K', 'F6', 'Enter', 'Shift+F6', 'Alt+x', ''].map(usesCharacterKey)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('V-2 keys that type or edit text never act in an editor', () => {
  expect(['e', 'g s', 'Enter', 'Shift+2', 'Ctrl+Z', 'Ctrl+A', 'Escape', 'Space'].map(actsInEditors)).not.toContain(true)
  expect(['Ctrl+S', 'Ctrl+Enter', 'Ctrl+K', 'F6', 'Shift+F6'].map(actsInEditors)).not.toContain(false)
})

test('V-1 keys are shown as caps, sequences apart', () => {
  expect(keyCaps('Ctrl+K')).toEqual([['Ctrl', 'K']])
  expect(keyCaps('g s')).toEqual([['g'], ['s']])
  expect(keyCaps('Shift+ArrowDown')).toEqual([['Shift', '↓']])
  expect(keyCaps('')).toEqual([])
  expect(ariaKeys('Ctrl+K')).toBe('Control+K')
  expect(ariaKeys('g s')).toBeUndefined()
})
