import { expect, test } from 'vitest'

import { encodePointer, formatPath as engineFormatPath } from '../../../engine/core/json/index.ts'
import { filterPath, formatPath, jsonPointer } from './json-path.ts'
import { revealControls } from './visible-text.ts'

test('V-111 text that would hide or reorder itself is shown as what it is', () => {
  expect(revealControls('invoice\u202Efdp.exe')).toBe(String.raw`invoice\u202efdp.exe`)
  expect(revealControls('a\u0000b\u200Bc\u2066d')).toBe(String.raw`a\u0000b\u200bc\u2066d`)
  expect(revealControls('שלום 👨‍👩‍👧 می‌خواهم')).toBe('שלום 👨‍👩‍👧 می‌خواهم')
})

test('V-112 a field is named the same way by console, engine and filter', () => {
  const path = ['address', 'lines', 2, 'odd name', '__proto__']
  expect(engineFormatPath(path)).toBe(`$.${formatPath(path)}`)
  expect(jsonPointer(path)).toBe(encodePointer(path))
  expect(jsonPointer(['a/b', 'c~d'])).toBe('/a~1b/c~0d')
  expect(filterPath(path)).toBe('address.lines.2."odd name".__proto__')
  expect(formatPath([])).toBe('$')
  expect(formatPath([0, 'a'])).toBe('[0].a')
})
