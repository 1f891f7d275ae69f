import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareCodePoints } from './code-point-order.ts'
import type { FilterableDocument, FilterTerm } from './document-filter.ts'
import { formatInstant, parseInstant } from './instant.ts'
import { matchesFilter } from './match-filter.ts'
import { parseFilter } from './parse-filter.ts'
import { printFilter } from './print-filter.ts'

const NOW = 1_800_000_000_000
const parse = (text: string): readonly FilterTerm[] => parseFilter(text, NOW).terms

const andorra: FilterableDocument = {
  key: 'cities/AD/3039163',
  value: {
    name: 'Sant Julià de Lòria',
    population: 8022,
    capital: false,
    mayor: null,
    address: { city: 'Paris' },
    lines: ['a', { b: 2 }],
    constructor: 'x',
  },
  metadata: { tags: ['checked', 'urban'] },
  updatedAt: NOW - 3_600_000,
  actor: 'importer',
}
const gone: FilterableDocument = { ...andorra, value: undefined }

const matches = (text: string, document = andorra): boolean => matchesFilter(parseFilter(text, NOW), document)

test('Q-4 all terms must hold, and the empty filter matches every live document', () => {
  expect(matches('')).toBe(true)
  expect(matches('  population > 8000  tag:checked ')).toBe(true)
  expect(matches('population > 8000 tag:missing')).toBe(false)
  expect(matches('', gone)).toBe(false)
  expect(matches('deleted', gone)).toBe(true)
  expect(matches('deleted')).toBe(false)
  expect(matches('-deleted', gone)).toBe(false)
  expect(matches('-deleted')).toBe(true)
  expect(matches('deleted tag:checked', gone)).toBe(true)
})

test('Q-5 a bare word with a slash or a star is a key pattern', () => {
  expect(parse('cities/AD/**')).toEqual([{ type: 'key', pattern: 'cities/AD/**', not: false }])
  expect(parse('cities/AD/')).toEqual([{ type: 'key', pattern: 'cities/AD/**', not: false }])
  expect(parse('key:cities')).toEqual([{ type: 'key', pattern: 'cities', not: false }])
  expect(parse('key:"a b/*"')).toEqual([{ type: 'key', pattern: 'a b/*', not: false }])
  expect(matches('-cities/AD/*')).toBe(false)
})

test('Q-6 free text looks at the key and at texts directly in the document, without regard to case', () => {
  expect(matches('sant')).toBe(true)
  expect(matches('LÒRIA')).toBe(true)
  expect(matches('3039')).toBe(true)
  expect(matches('paris')).toBe(false)
  expect(matches('"de lòria"')).toBe(true)
  expect(matches('-sant')).toBe(false)
  expect(matches('straße', { ...andorra, value: 'STRASSE' })).toBe(true)
  expect(matches('a', { ...andorra, key: 'k', value: ['b', { c: 'a' }] })).toBe(false)
  expect(matches('a', { ...andorra, key: 'k', value: ['a'] })).toBe(true)
})

test('Q-7 a path goes through own members and array indexes', () => {
  expect(matches('address.city = Paris')).toBe(true)
  expect(matches('lines.0 = a')).toBe(true)
  expect(matches('lines.1.b = 2')).toBe(true)
  expect(matches('lines.01 = a')).toBe(false)
  expect(matches('lines.length = 2')).toBe(false)
  expect(matches('exists(toString)')).toBe(false)
  expect(matches('constructor = x')).toBe(true)
  expect(matches('exists(name.length)')).toBe(false)
  expect(parse('"odd name".x = 1')).toMatchObject([{ path: ['odd name', 'x'] }])
})

test('Q-8 a value is a number, a truth, null or text, and quotes make it text', () => {
  const operand = (text: string): unknown => (parse(text)[0] as { operand: unknown }).operand
  expect(operand('a=1e3')).toBe(1000)
  expect(operand('a = -0')).toBe(0)
  expect(Object.is(operand('a = -0'), 0)).toBe(true)
  expect(operand('a = "1"')).toBe('1')
  expect(operand('a = 01')).toBe('01')
  expect(operand('a = true')).toBe(true)
  expect(operand('a = null')).toBe(null)
  expect(operand('a ~ 12')).toBe('12')
  expect(operand('a = Paris')).toBe('Paris')
  expect(operand(String.raw`a = "\u00e9\""`)).toBe('é"')
})

test('Q-9 = compares type and value, and != is its exact opposite', () => {
  expect(matches('population = 8022')).toBe(true)
  expect(matches('population = "8022"')).toBe(false)
  expect(matches('population != "8022"')).toBe(true)
  expect(matches('mayor = null')).toBe(true)
  expect(matches('missing = null')).toBe(false)
  expect(matches('missing != null')).toBe(true)
  expect(matches('missing != 1')).toBe(true)
  expect(matches('capital = false')).toBe(true)
  expect(matches('capital != true')).toBe(true)
  expect(matches('address = Paris')).toBe(false)
  expect(matches('address != Paris')).toBe(true)
})

test('Q-10 order holds between numbers and between texts, by code point', () => {
  expect(matches('population>8021')).toBe(true)
  expect(matches('population <= 8022')).toBe(true)
  expect(matches('population < "9"')).toBe(false)
  expect(matches('name > Sant')).toBe(true)
  expect(matches('name > 1')).toBe(false)
  expect(matches('missing < 1')).toBe(false)
  expect(matches('-missing < 1')).toBe(true)
  expect(matches('mayor < 1')).toBe(false)
  expect(matches('name > \u{ffff}', { ...andorra, value: { name: '\u{10000}' } })).toBe(true)
  expect(matches('name ~ JULIÀ')).toBe(true)
  expect(matches('population ~ 8')).toBe(false)
})

test('Q-10 text has the order of its UTF-8 bytes', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
    { numRuns: 5000, seed: 21 },
  )
})

test('Q-11 changed takes an age or an instant', () => {
  expect(parse('changed:<2h')).toEqual([{ type: 'changed-since', at: NOW - 7_200_000, not: false }])
  expect(parse('changed:>2h')).toEqual([{ type: 'changed-since', at: NOW - 7_200_000, not: true }])
  const at = Date.parse('2026-11-01T10:00Z')
  expect(parse('changed>=2026-11-01T10:00Z')).toEqual([{ type: 'changed-since', at, not: false }])
  expect(parse('changed > 2026-11-01T12:00+02:00')).toEqual([{ type: 'changed-since', at: at + 1, not: false }])
  expect(parse('changed<2026-11-01')).toEqual([{ type: 'changed-since', at: Date.parse('2026-11-01'), not: true }])
  expect(parse('changed<=2026-11-01')).toEqual([{ type: 'changed-since', at: Date.parse('2026-11-01') + 1, not: true }])
  expect(parse('-changed<2026-11-01')).toEqual([{ type: 'changed-since', at: Date.parse('2026-11-01'), not: false }])
  expect(parse('"changed" > 5')).toMatchObject([{ type: 'field', path: ['changed'] }])
  expect(matches('changed:<2h')).toBe(true)
  expect(matches('changed:<30m')).toBe(false)
})

test('Q-12 tags and actors match whole and by case', () => {
  expect(matches('tag:urban -tag:rural actor:importer')).toBe(true)
  expect(matches('tag:URBAN')).toBe(false)
  expect(matches('actor:import')).toBe(false)
})

const refusals: readonly [string, number, RegExp][] = [
  ['population >', 12, /value/],
  ['= 5', 0, /field/],
  ['foo:bar', 0, /key:, tag:/],
  ['name = "x', 9, /closing quote/],
  ['"a"b', 3, /space/],
  ['exists()', 7, /field/],
  ['exists(a', 8, /parenthesis/],
  ['changed:2h', 8, /< or >/],
  ['changed:<2y', 9, /age/],
  ['changed > 2026-13-01', 10, /date/],
  ['changed > 2026-02-29', 10, /date/],
  ['changed > 2026-11-01T10:00', 10, /zone/],
  ['changed = 2026-11-01', 10, /one of/],
  ['a < true', 0, /no order/],
  ['a = 1e999', 4, /double/],
  ['-', 1, /term/],
  ['""', 0, /some text/],
  [String.raw`"\ud800"`, 0, /some text/],
  ['x \ud800', 2, /well-formed/],
]

test.each(refusals)('Q-13 the filter %j is refused at %i', (text, position, expected) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ code: 'E_FILTER', details: { position, expected: expect.stringMatching(expected) } }),
  )
})

test('Q-13 a filter of more than 4,096 characters is refused', () => {
  expect(() => parse('a '.repeat(3000))).toThrow(/4096/)
})

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'deleted',
    'changed',
    'exists',
    'true',
    '12',
    '-x',
    'a b',
    'a/b',
    '*',
    'x:y',
    '"',
    '\\',
    'é',
    '<',
    'a=b',
    '.',
    'name.x',
  ),
  fc.string({ minLength: 1, unit: 'grapheme' }),
)
const at = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 })
const not = fc.boolean()
const scalar = fc.oneof(
  word,
  fc.constantFrom(null, true, false, 0, 1.5, -7, 1e21, 1e-7),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
)
const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({ type: fc.constant('key' as const), pattern: word, not }),
  fc.record({ type: fc.constant('text' as const), text: word, not }),
  fc.record({ type: fc.constant('tag' as const), tag: word, not }),
  fc.record({ type: fc.constant('actor' as const), actor: word, not }),
  fc.record({ type: fc.constant('changed-since' as const), at, not }),
  fc.record({ type: fc.constant('deleted' as const), not }),
  fc.record({
    type: fc.constant('field' as const),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
    comparison: fc.constantFrom('=' as const, '!=' as const),
    operand: scalar,
    not,
  }),
  fc.record({
    type: fc.constant('field' as const),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
    comparison: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
    operand: scalar.filter((s) => typeof s === 'string' || typeof s === 'number'),
    not,
  }),
  fc.record({
    type: fc.constant('field' as const),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
    comparison: fc.constant('~' as const),
    operand: word,
    not,
  }),
  fc.record({
    type: fc.constant('field' as const),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
    comparison: fc.constant('exists' as const),
    operand: fc.constant(null),
    not,
  }),
)

test('Q-14 a printed filter reads back as itself', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
      const printed = printFilter({ terms })
      expect(parseFilter(printed, NOW).terms, printed).toEqual(terms)
    }),
    { numRuns: 10_000, seed: 22 },
  )
})

test('Q-13 no text makes the parser fail otherwise than with E_FILTER', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.constantFrom(' ', ':', '(', ')', '!', '~', '>=', 'changed:<', 'exists(')), { maxLength: 8 }),
      (parts) => {
        try {
          parseFilter(parts.join(''), NOW)
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_FILTER' })
        }
      },
    ),
    { numRuns: 10_000, seed: 23 },
  )
})

test('Q-11 instants agree with the calendar of the platform', () => {
  fc.assert(
    fc.property(at, (instant) => {
      expect(formatInstant(instant)).toBe(new Date(instant).toISOString())
      expect(parseInstant(formatInstant(instant))).toBe(instant)
    }),
    { numRuns: 5000, seed: 24 },
  )
})
