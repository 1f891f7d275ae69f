import fc from 'fast-check'
import { admitJson, NO_JSON_LIMITS, type JsonValue } from '../core/json/index.ts'

/** Well-formed text: plain, with characters that need escapes, and beyond the basic plane. */
export const arbitraryText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('', '😀', 'e\u0301', '\u00e9', '\u0001"\\/', '\u2028', 'lorem ipsum dolor sit amet, consectetur adipiscing elit'),
)

/** Member names, among them those that JavaScript lists in an order of its own and those that prototypes have. */
export const arbitraryName = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'c',
    'id',
    'name',
    '',
    '0',
    '1',
    '9',
    '10',
    '-1',
    '01',
    '4294967294',
    '4294967295',
    'constructor',
    'toString',
    'a/b',
    '~',
  ),
  arbitraryText.filter((name) => name !== '__proto__' && !name.includes('\0')),
)

const arbitraryNumber = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n) || Math.abs(n) >= 1e21),
)

export const arbitraryScalar: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  fc.constantFrom(null, true, false),
  arbitraryNumber,
  arbitraryText,
)

/** Any JSON that a document may hold, not admitted yet: members in any order, `-0` included. */
export const arbitraryPlainJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    arbitraryScalar,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(arbitraryName, tie('value'), { maxKeys: 6 }),
  ),
})).value

/** The same, admitted. */
export const arbitraryJson: fc.Arbitrary<JsonValue> = arbitraryPlainJson.map((value) => admitJson(value, NO_JSON_LIMITS))
