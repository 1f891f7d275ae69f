import fc from 'fast-check'
import { expect, test } from 'vitest'

import { previewJson, tokenizeJson } from './json-tokens.ts'
import { splitKey } from './key-text.ts'
import { formatBytes, formatCounted, formatShort } from './number.ts'
import { formatAgo, formatInstant } from './time.ts'

test('V-8 a key is cut so that its last segment stays whole when it can', () => {
  expect(splitKey('cities/AD/3039163')).toEqual({ head: '', tail: 'cities/AD/3039163' })
  expect(splitKey('organisations/6f1c9d/items/SKU-88120')).toEqual({ head: 'organisations/6f1c9d/items', tail: '/SKU-88120' })
  expect(splitKey('a/very-long-last-segment-of-a-key', 10)).toEqual({ head: 'a/very-long-last-segmen', tail: 't-of-a-key' })
})

test('V-8 cutting a key loses nothing and splits no character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (key, length) => {
      const { head, tail } = splitKey(key, length)
      expect(head + tail).toBe(key)
      expect(head.isWellFormed() && tail.isWellFormed()).toBe(true)
    }),
  )
})

test('V-9 sizes have three digits and the next unit in time', () => {
  expect([0, 999, 1840, 99_999].map(formatShort)).toEqual(['0', '999', '1.8K', '100K'])
  expect([0, 1, 999, 1000, 12_345, 999_499, 999_600, 9_412_000_000].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.00 kB',
    '12.3 kB',
    '999 kB',
    '1.00 MB',
    '9.41 GB',
  ])
  expect([formatCounted(1, 'document'), formatCounted(1204, 'document'), formatCounted(2, 'key has', 'keys have')]).toEqual([
    '1 document',
    '1,204 documents',
    '2 keys have',
  ])
})

test('V-9 an instant is written year first, and says UTC when it is', () => {
  expect(formatInstant(Date.UTC(2026, 10, 23, 4, 5, 6), true)).toBe('2026-11-23 04:05:06 UTC')
  expect(formatInstant(Date.UTC(2026, 10, 23, 0, 0, 0), true)).toBe('2026-11-23 00:00:00 UTC')
  const now = Date.UTC(2026, 10, 23)
  expect([1_000, 12_000, 750_000, 10_800_000, 86_400_000 * 3].map((age) => formatAgo(now - age, now))).toEqual([
    'just now',
    '12 s ago',
    '13 min ago',
    '3 h ago',
    '3 days ago',
  ])
  expect(formatAgo(now + 3_600_000, now)).toBe('in 1 h')
  expect(formatAgo(now + 3_599_990, now)).toBe('in 1 h')
})

test('V-10 coloured JSON is the same text, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(
        tokenizeJson(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('V-10 names, strings, numbers and words are told apart', () => {
  const types = tokenizeJson('{"a\\"b": ["x", -1.5e3, true, null]}').filter(({ type }) => type !== 'space' && type !== 'mark')
  expect(types.map(({ type }) => type)).toEqual(['name', 'string', 'number', 'word', 'word'])
})

test('V-10 a preview never grows beyond its limit', () => {
  expect(previewJson({ a: 'x'.repeat(1000) }, 20)).toEqual({
    text: `${JSON.stringify({ a: 'x'.repeat(1000) }, null, 2).slice(0, 20)}…`,
    cut: true,
  })
  expect(previewJson([1], 20, 0)).toEqual({ text: '[1]', cut: false })
  expect(previewJson(undefined, 20)).toEqual({ text: '', cut: false })
})
