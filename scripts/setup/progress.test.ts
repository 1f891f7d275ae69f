import { expect, test } from 'vitest'
import { formatElapsed } from './progress.mjs'

test.each([
  [0, '0.0 s'],
  [412, '0.4 s'],
  [9949, '9.9 s'],
  [9951, '10 s'],
  [59_400, '59 s'],
  [59_700, '1 min 00 s'],
  [125_000, '2 min 05 s'],
])('%d ms reads %s', (durationMs, text) => {
  expect(formatElapsed(durationMs)).toBe(text)
})
