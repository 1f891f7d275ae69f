import { expect, test } from 'vitest'

import { rowAfterKey } from './row-keys.ts'

test('V-5 movement keys stay within the list', () => {
  expect(rowAfterKey('ArrowDown', 3, 10, 5)).toBe(4)
  expect(rowAfterKey('ArrowDown', 9, 10, 5)).toBe(9)
  expect(rowAfterKey('ArrowUp', 0, 10, 5)).toBe(0)
  expect(rowAfterKey('PageDown', 3, 10, 5)).toBe(8)
  expect(rowAfterKey('PageDown', 8, 10, 5)).toBe(9)
  expect(rowAfterKey('PageUp', 3, 10, 5)).toBe(0)
  expect(rowAfterKey('Home', 7, 10, 5)).toBe(0)
  expect(rowAfterKey('End', 0, 10, 5)).toBe(9)
})

test('V-5 the first arrow begins at the near end', () => {
  expect(rowAfterKey('ArrowDown', -1, 10, 5)).toBe(0)
  expect(rowAfterKey('ArrowUp', -1, 10, 5)).toBe(9)
  expect(rowAfterKey('ArrowDown', -1, 0, 5)).toBeUndefined()
  expect(rowAfterKey('Enter', 0, 10, 5)).toBeUndefined()
})
