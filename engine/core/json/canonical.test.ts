import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryJson, arbitraryPlainJson } from '../../testing/json-arbitrary.ts'
import {
  admitJson,
  byteLength,
  canonicalText,
  contentHash,
  equalJson,
  NO_JSON_LIMITS,
  rememberHash,
  sizeBytes,
  type JsonValue,
} from './index.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

test('J-12 the canonical text is that of an independent implementation of RFC 8785', () => {
  fc.assert(
    fc.property(arbitraryPlainJson, (source) => {
      const value = admitJson(source, NO_JSON_LIMITS)
      expect(canonicalText(value)).toBe(canonicalize(source))
      expect(canonicalText(source as JsonValue)).toBe(canonicalize(source))
    }),
    { numRuns: 5_000, seed: 5 },
  )
})

test('J-12 the examples of RFC 8785, appendix B and section 3.2.3', () => {
  const numbers = [
    333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27, 5e-324, 1.7976931348623157e308, 9_007_199_254_740_991, 0.000001, 1e-7,
  ]
  expect(canonicalText(numbers)).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,5e-324,1.7976931348623157e+308,9007199254740991,0.000001,1e-7]',
  )
  const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, '\u00f6': 7 }
  expect(canonicalText(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
})

test('J-12 names that look like indexes take their canonical place, at every level', () => {
  const value = admitJson({ a: { '9': 1, '10': 2, '-': 3 }, b: [{ '2': [], '1': {} }] })
  expect(canonicalText(value)).toBe('{"a":{"-":3,"10":2,"9":1},"b":[{"1":{},"2":[]}]}')
})

test('J-13 sizes are the bytes of the canonical text in UTF-8', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      const bytes = Buffer.byteLength(canonicalText(value))
      expect(sizeBytes(value)).toBe(bytes)
      expect(sizeBytes(value)).toBe(bytes)
      expect(byteLength(canonicalText(value))).toBe(bytes)
    }),
    { numRuns: 2_000, seed: 6 },
  )
})

test('J-12 equal values have equal hashes, whatever their members’ order', () => {
  const left = admitJson({ a: [1, { x: 'é', y: null }], b: 2 })
  const right = admitJson({ b: 2, a: [1, { y: null, x: 'é' }] })
  expect(contentHash(left, sha256)).toBe(sha256('{"a":[1,{"x":"é","y":null}],"b":2}'))
  expect(contentHash(right, sha256)).toBe(contentHash(left, sha256))
  expect(contentHash('a', sha256)).toBe(sha256('"a"'))
  expect(contentHash(null, sha256)).toBe(sha256('null'))
})

test('J-12 a hash is made once for each value and hash function', () => {
  let calls = 0
  const counting = (text: string): string => `${++calls}:${text.length}`
  const value = admitJson({ a: 1 })
  expect(contentHash(value, counting)).toBe('1:7')
  expect(contentHash(value, counting)).toBe('1:7')
  expect(contentHash(value, sha256)).toBe(sha256('{"a":1}'))
  rememberHash(value, counting, 'known')
  expect(contentHash(value, counting)).toBe('known')
})

test('J-12 equality is that of the canonical texts', () => {
  fc.assert(
    fc.property(arbitraryJson, arbitraryJson, (left, right) => {
      expect(equalJson(left, right)).toBe(canonicalText(left) === canonicalText(right))
      expect(equalJson(left, admitJson(JSON.parse(JSON.stringify(left)), NO_JSON_LIMITS))).toBe(true)
    }),
    { numRuns: 2_000, seed: 7 },
  )
  expect(equalJson({ constructor: 1 }, {})).toBe(false)
  expect(equalJson({ a: 1 }, { toString: 1 })).toBe(false)
  expect(equalJson([], {})).toBe(false)
})
