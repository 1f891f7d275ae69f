import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryJson, arbitraryPlainJson } from '../../testing/json-arbitrary.ts'
import { SrvraError } from '../errors.ts'
import { admitJson, canonicalText, DEFAULT_JSON_LIMITS, isAdmitted, NO_JSON_LIMITS, parseCanonical, parseJson } from './index.ts'
import { findTextProblem } from './text-problem.ts'

function refusal(text: string, limits = DEFAULT_JSON_LIMITS): Record<string, unknown> {
  try {
    parseJson(text, limits)
  } catch (error) {
    if (error instanceof SrvraError) return { code: error.code, ...error.details }
    throw error
  }
  return { code: 'none' }
}

test('J-10 text and value are admitted alike', () => {
  const text = '{"b":[1,-0,2.5e3,{"y":"\\u00e9\\n","x":null}],"a":{"10":1,"9":2},"e":"q\\"\\\\:"}'
  const value = parseJson(text)
  expect(canonicalText(value)).toBe(canonicalText(admitJson(JSON.parse(text))))
  expect(isAdmitted(value)).toBe(true)
  expect(Object.isFrozen(value)).toBe(true)
})

test('J-10 any text that JSON.stringify writes is read, with and without white space', () => {
  fc.assert(
    fc.property(arbitraryPlainJson, fc.constantFrom(undefined, 1, '\t'), (source, indent) => {
      const text = JSON.stringify(source, null, indent)
      expect(parseJson(text, NO_JSON_LIMITS)).toEqual(JSON.parse(text))
    }),
    { numRuns: 2_000, seed: 2 },
  )
})

test.each<[string, Record<string, unknown>]>([
  ['', { code: 'E_EMPTY' }],
  [' \n\t ', { code: 'E_EMPTY' }],
  ['{"a":1,"b":{"c":1,"c":2}}', { code: 'E_DUPLICATE_KEY', path: '$.b.c' }],
  ['[{"a":1},{"x":":","\\u0061":1,"a":2}]', { code: 'E_DUPLICATE_KEY', path: '$[1].a' }],
  ['{"a":[1,1e400]}', { code: 'E_NUMBER', path: '$.a[1]' }],
  ['[-1e400]', { code: 'E_NUMBER', path: '$[0]' }],
  ['{"n":9007199254740993}', { code: 'E_NUMBER', path: '$.n' }],
  ['{"n":1000000000000000000000000}', { code: 'E_NUMBER', path: '$.n' }],
  ['{"a":"\\ud800"}', { code: 'E_UNICODE', path: '$.a' }],
  ['{"\\udfff":1}', { code: 'E_UNICODE' }],
  ['{"a":{"__proto__":1}}', { code: 'E_KEY_FORBIDDEN', path: '$.a.__proto__' }],
])('J-10 J-11 %s is refused', (text, expected) => {
  expect(refusal(text)).toMatchObject(expected)
})

describe('syntax', () => {
  test.each<[string, number, number]>([
    ['{"a":1,}', 1, 8],
    ['[1,2', 1, 5],
    ['{\n  "a": tru\n}', 2, 8],
    ['{"a" 1}', 1, 6],
    ['[1 2]', 1, 4],
    ['"abc', 1, 1],
    ['"a\\x"', 1, 1],
    ['"a\nb"', 1, 1],
    ['[01]', 1, 3],
    ['[1.]', 1, 3],
    ['{a:1}', 1, 2],
    ['1 1', 1, 3],
    ['\ufeff{}', 1, 1],
    ['{"a":[}', 1, 7],
    ['NaN', 1, 1],
    ['[,1]', 1, 2],
  ])('J-10 %j: line %d, column %d', (text, line, column) => {
    expect(refusal(text)).toMatchObject({ code: 'E_JSON_SYNTAX', line, column })
  })

  test('J-10 the reader that explains and the reader that reads agree on what is JSON', () => {
    const fragments = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      ' ',
      '\n',
      '"a"',
      '"b"',
      '1',
      '-0',
      '1.5e+3',
      'true',
      'null',
      '0',
      '.',
      '\\u00',
      'e',
    )
    const readable = (text: string): boolean => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const problem = findTextProblem(text)
        const syntax = problem?.code === 'E_JSON_SYNTAX' || problem?.code === 'E_EMPTY'
        expect(syntax).toBe(!readable(text) && problem !== undefined && problem.code !== 'E_DUPLICATE_KEY')
        if (!readable(text)) expect(problem).toBeDefined()
      }),
      { numRuns: 20_000, seed: 3 },
    )
  })
})

test('J-9 J-10 the limit in bytes is checked before anything else, on the text as it stands', () => {
  expect(refusal(' '.repeat(1_048_577))).toMatchObject({ code: 'E_TOO_LARGE', limit: 1_048_576, actual: 1_048_577 })
  expect(refusal(`"${'é'.repeat(524_288)}"`)).toMatchObject({ code: 'E_TOO_LARGE', actual: 1_048_578 })
  expect(parseJson(`"${'x'.repeat(1_048_574)}"`)).toHaveLength(1_048_574)
})

test('J-9 depth 500,000 in text is refused like depth 65', () => {
  expect(refusal('['.repeat(500_000) + ']'.repeat(500_000))).toMatchObject({ code: 'E_DEPTH', limit: 64, actual: 65 })
  expect(refusal('['.repeat(500_000))).toMatchObject({ code: 'E_JSON_SYNTAX', column: 500_001 })
})

test('J-10 long digits in texts and fractions are no rounded integers', () => {
  expect(parseJson('{"id":"12345678901234567890","pi":3.14159265358979323846,"n":9007199254740991}')).toMatchObject({
    n: 9_007_199_254_740_991,
  })
})

test('J-12 what canonicalText wrote is read back equal and admitted', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      const canonical = canonicalText(value)
      const again = parseCanonical(canonical)
      expect(canonicalText(again)).toBe(canonical)
      expect(isAdmitted(again)).toBe(true)
    }),
    { numRuns: 2_000, seed: 4 },
  )
})
