import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePointer, encodePointer, formatPath } from './index.ts'

test('J-11 paths are written as people write them', () => {
  expect(formatPath([])).toBe('$')
  expect(formatPath(['a', 3, 'b'])).toBe('$.a[3].b')
  expect(formatPath(['odd name', '', '0', '$x'])).toBe('$["odd name"][""]["0"].$x')
})

test('J-14 a pointer and its segments are two forms of one thing', () => {
  expect(encodePointer(['a/b', 'm~n', 0, ''])).toBe('/a~1b/m~0n/0/')
  expect(decodePointer('/a~1b/m~0n/0/')).toEqual(['a/b', 'm~n', '0', ''])
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('/', '~', '0', '1', 'a', 'é') })), (segments) => {
      expect(decodePointer(encodePointer(segments))).toEqual(segments)
    }),
    { numRuns: 1_000, seed: 9 },
  )
})

test.each(['a', '/a~', '/~2', '/a~b/c'])('J-14 the pointer %s is refused', (pointer) => {
  expect(() => decodePointer(pointer)).toThrow(expect.objectContaining({ code: 'E_POINTER', details: { pointer } }))
})
