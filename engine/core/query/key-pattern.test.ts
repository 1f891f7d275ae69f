import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileKeyPattern, escapeKeyPattern } from './key-pattern.ts'

const matches = (pattern: string, key: string): boolean => compileKeyPattern(pattern).matches(key)

/** The obvious translation to a regular expression: slow in the worst case, but beyond doubt. */
function oracle(pattern: string, key: string): boolean {
  let source = ''
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\' && /[\\*]/.test(pattern[i + 1] ?? '')) source += `\\${pattern[++i]}`
    else if (pattern[i] !== '*') source += (pattern[i] ?? '').replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
    else {
      const run = /^\*+/.exec(pattern.slice(i))?.[0].length ?? 1
      source += run > 1 ? '[^]*' : '[^/]*'
      i += run - 1
    }
  }
  return new RegExp(`^${source}$`, 'u').test(key)
}

test('Q-1 a star stays within a segment and a double star crosses segments', () => {
  expect(matches('cities/*', 'cities/AD')).toBe(true)
  expect(matches('cities/*', 'cities/AD/1')).toBe(false)
  expect(matches('cities/**', 'cities/AD/1')).toBe(true)
  expect(matches('cities/**', 'cities')).toBe(false)
  expect(matches('*/AD/*', 'cities/AD/1')).toBe(true)
  expect(matches('**/1', 'cities/AD/1')).toBe(true)
  expect(matches('**/A*/**', 'cities/AD/1/x')).toBe(true)
  expect(matches('user*', 'userProfile')).toBe(true)
})

test('Q-1 a pattern without wildcard is one key', () => {
  expect(compileKeyPattern('userProfile').exact).toBe('userProfile')
  expect(compileKeyPattern('a\\*b').exact).toBe('a*b')
  expect(compileKeyPattern('cities/A*').prefix).toBe('cities/A')
  expect(compileKeyPattern('a/*').exact).toBeUndefined()
})

const piece = fc.constantFrom('a', 'b', '/', '*', '**', '\\*', '\\\\', '***')
const keyUnit = fc.constantFrom('a', 'b', '/', '*', '\\')

test('Q-1 matching agrees with the plain regular expression', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.array(keyUnit, { maxLength: 12 }), (pieces, units) => {
      expect(matches(pieces.join(''), units.join(''))).toBe(oracle(pieces.join(''), units.join('')))
    }),
    { numRuns: 20_000, seed: 11 },
  )
})

test('Q-2 an escaped key matches itself alone', () => {
  fc.assert(
    fc.property(
      fc.array(keyUnit).map((units) => units.join('')),
      fc.array(keyUnit).map((units) => units.join('')),
      (key, other) => {
        const pattern = compileKeyPattern(escapeKeyPattern(key))
        expect(pattern.exact).toBe(key)
        expect(pattern.matches(other)).toBe(other === key)
      },
    ),
    { seed: 12 },
  )
})

test('Q-3 a hostile pattern costs no more than a quadratic walk', () => {
  const key = 'a'.repeat(512)
  const before = performance.now()
  expect(matches('**a*a*a*a*a*a*a*a*a**a*a*a*a*b', key)).toBe(false)
  expect(performance.now() - before).toBeLessThan(1000)
})
