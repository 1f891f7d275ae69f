import fc from 'fast-check'
import { expect, test } from 'vitest'

import { matchesFilter, parseFilter } from '../../../engine/core/query/index.ts'
import { splitFilter, withoutTerm, withTerm } from './filter-terms.ts'
import { keyTerm, prefixOfTerm, prefixTerm, scopeOf, withScope } from './prefix-term.ts'

const texts = (filter: string): string[] => splitFilter(filter).map(({ text }) => text)

test('V-100 a filter falls into the terms that the engine reads', () => {
  expect(texts('cities/AD/ population > 10000 tag:hot -"two words" exists(a.b) changed:<2h')).toEqual([
    'cities/AD/',
    'population > 10000',
    'tag:hot',
    '-"two words"',
    'exists(a.b)',
    'changed:<2h',
  ])
  expect(texts('name ~ "San José" a!=1 "odd name".x = "y z"')).toEqual(['name ~ "San José"', 'a!=1', '"odd name".x = "y z"'])
})

test('V-100 text that is no filter yet falls into terms that make the same text', () => {
  expect(texts('name = "unfinis')).toEqual(['name = "unfinis'])
  expect(texts('= <')).not.toHaveLength(0)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const terms = splitFilter(text)
      expect(terms.every((term) => text.slice(term.from, term.to) === term.text)).toBe(true)
      expect(
        terms
          .map((term) => term.text)
          .join('')
          .replaceAll(/\s/gu, ''),
      ).toBe(text.replaceAll(/\s/gu, ''))
    }),
  )
})

test('V-100 there are as many chips as the engine reads terms', () => {
  const term = fc.constantFrom(
    'a/b/',
    'x>1',
    'x >= 1.5',
    'tag:t',
    '-tag:"u v"',
    'name~san',
    'exists("a b".c)',
    '"free text"',
    'word',
    'deleted',
    'a.0 = null',
  )
  fc.assert(
    fc.property(fc.array(term, { maxLength: 6 }), (terms) => {
      const filter = terms.join(' ')
      expect(splitFilter(filter)).toHaveLength(parseFilter(filter, 0).terms.length)
    }),
  )
})

test('V-100 a term is taken away or added, and the others stay', () => {
  expect(withoutTerm('a/ x > 1 tag:t', 1)).toBe('a/ tag:t')
  expect(withTerm('a/ x > 1', 'tag:t')).toBe('a/ x > 1 tag:t')
  expect(withTerm('a/ x > 1', 'x > 1')).toBe('a/ x > 1')
})

test('V-101 choosing a branch of the tree scopes the filter to exactly what lies below it', () => {
  const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).map((text) => text.replaceAll('/', '_').trim() || 'x')
  const prefix = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  const holds = (filter: string, key: string): boolean =>
    matchesFilter(parseFilter(filter, 0), { key, value: 1, metadata: {}, updatedAt: 0, actor: 'a' })
  fc.assert(
    fc.property(prefix, fc.constantFrom('*', '\\', '"', 'ordinary'), (path, odd) => {
      const scope = `${path}${odd}`
      expect(prefixOfTerm(prefixTerm(scope))).toBe(scope)
      expect(holds(prefixTerm(scope), `${scope}/child`)).toBe(true)
      expect(holds(prefixTerm(scope), `${scope}child`)).toBe(false)
      expect(holds(keyTerm(scope), scope)).toBe(true)
      expect(holds(keyTerm(scope), `${scope}x`)).toBe(false)
    }),
  )
})

test('V-101 another scope replaces the one before and keeps the other terms', () => {
  expect(withScope('cities/AD/ population > 10', 'cities/AE')).toBe('cities/AE/ population > 10')
  expect(withScope('population > 10', 'odd *')).toBe('key:"odd \\\\*/**" population > 10')
  expect(scopeOf('population > 10 key:"odd \\\\*/**"')).toBe('odd *')
  expect(withScope('cities/AD/ tag:t', '')).toBe('tag:t')
  expect(scopeOf('key:"cities/*/**"')).toBe('')
})
