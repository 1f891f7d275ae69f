import { expect, test } from 'vitest'

import { silenceEnd } from './silence-ends.ts'

const NOW = new Date(2026, 10, 30, 23, 59).getTime()

test('V-192 a silence ends after a while, tomorrow morning, or when the operator says', () => {
  const after = (choice: '15min' | '1h' | '8h'): number => (silenceEnd(choice, undefined, NOW) ?? 0) - NOW
  expect([after('15min'), after('1h'), after('8h')]).toEqual([900_000, 3_600_000, 28_800_000])
  expect(silenceEnd('tomorrow', undefined, NOW)).toBe(new Date(2026, 11, 1, 8).getTime())
  expect(silenceEnd('own', NOW + 5, NOW)).toBe(NOW + 5)
})

test('V-192 what is not in the future ends no silence', () => {
  expect([silenceEnd('own', NOW, NOW), silenceEnd('own', undefined, NOW)]).toEqual([undefined, undefined])
})
