import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SrvraError } from '../errors.ts'
import { admitKey } from './index.ts'

function reason(key: unknown): unknown {
  try {
    admitKey(key)
  } catch (error) {
    if (error instanceof SrvraError) return error.code === 'E_KEY' && error.details['reason']
    throw error
  }
  return undefined
}

test.each([
  'a',
  'cities/AD/3039163',
  'e\u0301',
  '\u00e9',
  'a b',
  '...',
  'a/.b',
  'constructor',
  '__proto__',
  'a\\b',
  '*',
  'é'.repeat(256),
  '😀',
])('J-15 %s is a key', (key) => {
  expect(admitKey(key)).toBe(key)
})

test.each<[unknown, string]>([
  [7, 'not-text'],
  [undefined, 'not-text'],
  ['', 'empty'],
  ['a\ud800', 'unicode'],
  ['x'.repeat(513), 'too-long'],
  ['é'.repeat(257), 'too-long'],
  ['k'.repeat(10_000), 'too-long'],
  ['a\0b', 'control'],
  ['a\nb', 'control'],
  ['a\u007f', 'control'],
  ['a\u0085', 'control'],
  ['/a', 'empty-segment'],
  ['a/', 'empty-segment'],
  ['a//b', 'empty-segment'],
  ['/', 'empty-segment'],
  ['.', 'dot-segment'],
  ['a/../b', 'dot-segment'],
  ['a/.', 'dot-segment'],
])('J-15 %j is none: %s', (key, expected) => {
  expect(reason(key)).toBe(expected)
})

test('J-15 any text is a key or is refused with a reason', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('/', '.', 'a', '\0', 'é') })), (key) => {
      const bytes = Buffer.byteLength(key)
      const parts = key.split('/')
      const good =
        bytes >= 1 &&
        bytes <= 512 &&
        key.isWellFormed() &&
        !/\p{Cc}/u.test(key) &&
        !parts.some((part) => ['', '.', '..'].includes(part))
      expect(reason(key) === undefined).toBe(good)
    }),
    { numRuns: 5_000, seed: 8 },
  )
})
