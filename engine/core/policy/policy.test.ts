import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from '../json/index.ts'
import { FULL_POLICY, hideFields, keepHidden, parseHiddenPath, policyOf, sameHidden } from './index.ts'

const paths = (...pointers: string[]) => pointers.map(parseHiddenPath)
const forbidden = (path: string): unknown =>
  expect.objectContaining({ code: 'E_FORBIDDEN', details: expect.objectContaining({ path }) })

const names = fc.constantFrom('a', 'b', 'c', 'secret', 'x/y', '~')
const values = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 3 }),
    fc.constant(null),
    fc.constantFrom('canary', 'plain'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value
const hidden = fc.array(fc.array(fc.oneof(names, fc.constant('*'), fc.constantFrom('0', '1')), { minLength: 1, maxLength: 3 }), {
  maxLength: 3,
})

test('I-5 whoever writes back what they were shown changes nothing, whatever is hidden', () => {
  fc.assert(
    fc.property(values, hidden, (value, fields) => {
      const shown = hideFields(value, fields)
      expect(keepHidden(shown, value, fields)).toEqual(value)
      expect(hideFields(shown, fields)).toEqual(shown)
      expect(sameHidden(value, value, fields)).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('I-5 what is written keeps every hidden field as it was, or is refused', () => {
  fc.assert(
    fc.property(values, values, hidden, (written, current, fields) => {
      let kept: JsonValue
      try {
        kept = keepHidden(written, current, fields)
      } catch (error) {
        expect(error).toMatchObject({ code: 'E_FORBIDDEN' })
        return
      }
      // Of what was there nothing hidden is lost, and of what is shown all is as it was written.
      expect(sameHidden(kept, current, fields)).toBe(true)
      expect(hideFields(kept, fields)).toEqual(hideFields(written, fields))
    }),
    { numRuns: 3000 },
  )
})

test('I-5 hidden fields are gone, also of elements; elements stay where they are', () => {
  const value = {
    name: 'Ann',
    ssn: '1',
    visits: [
      { at: 1, note: 'x' },
      { at: 2, note: 'y' },
    ],
    codes: [1, 2],
  }
  expect(hideFields(value, paths('/ssn', '/visits/*/note', '/codes/0'))).toEqual({
    name: 'Ann',
    visits: [{ at: 1 }, { at: 2 }],
    codes: [null, 2],
  })
})

test('I-5 a guess at a hidden field is refused like any other change to it', () => {
  const current = { name: 'Ann', ssn: '1', visits: [{ note: 'x' }, {}], deep: { er: { ssn: '2' } } }
  const fields = paths('/ssn', '/visits/*/note', '/deep/er/ssn')
  const write = (written: JsonValue) => () => keepHidden(written, current, fields)
  expect(write({ name: 'Bob', ssn: '1', visits: [{}, {}], deep: { er: {} } })).toThrow(forbidden('/ssn'))
  expect(write({ name: 'Bob', ssn: '9', visits: [{}, {}], deep: { er: {} } })).toThrow(forbidden('/ssn'))
  expect(write({ name: 'Bob', visits: [{}], deep: { er: {} } })).toThrow(forbidden('/visits'))
  expect(write({ name: 'Bob', visits: [{}, { note: 'z' }], deep: { er: {} } })).toThrow(forbidden('/visits/1/note'))
  expect(write({ name: 'Bob', visits: [{}, {}] })).toThrow(forbidden('/deep'))
  expect(write([1])).toThrow(forbidden(''))
  expect(keepHidden({ name: 'Bob', visits: [{ at: 3 }, {}], deep: { er: { x: 1 } } }, current, fields)).toEqual({
    name: 'Bob',
    ssn: '1',
    visits: [{ at: 3, note: 'x' }, {}],
    deep: { er: { x: 1, ssn: '2' } },
  })
  expect(() => keepHidden({ ssn: '1' }, undefined, fields)).toThrow(forbidden(''))
})

test('I-3 several grants allow what any one of them does; a field is hidden where all of them hide it', () => {
  const clinic = {
    read: ['patient/**'],
    write: ['patient/*/visit'],
    hide: [{ pattern: 'patient/*', fields: ['/ssn', '/address/street'] }],
  }
  const billing = { read: ['patient/*', 'bill/**'], write: ['bill/**'], hide: [{ pattern: '**', fields: ['/address'] }] }
  const both = policyOf([clinic, billing])
  expect([both.mayRead('patient/1'), both.mayRead('bill/1'), both.mayRead('stock/1')]).toEqual([true, true, false])
  expect([both.mayWrite('patient/1'), both.mayWrite('patient/1/visit'), both.mayWrite('bill/1')]).toEqual([false, true, true])
  expect(both.hiddenIn('patient/1')).toEqual([['address', 'street']])
  expect(policyOf([clinic]).hiddenIn('patient/1')).toEqual([['ssn'], ['address', 'street']])
  expect([both.whole.matches('patient/1'), both.whole.matches('patient/1/visit'), both.readsAll]).toEqual([false, true, false])
  expect(policyOf([{ read: [], write: ['**'] }]).mayWrite('a')).toBe(false)
  expect([FULL_POLICY.readsAll, FULL_POLICY.writesAll, policyOf([]).mayRead('a')]).toEqual([true, true, false])
})

test('I-2 a hidden field is a pointer below the root', () => {
  const hiding = (field: string) => () => policyOf([{ read: ['**'], write: [], hide: [{ pattern: '**', fields: [field] }] }])
  for (const wrong of ['', 'ssn', '/a~2']) expect(hiding(wrong)).toThrow(expect.objectContaining({ code: 'E_POINTER' }))
})
