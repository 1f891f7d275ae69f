import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitJson, admitKey } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { arbitraryText } from '../testing/json-arbitrary.ts'
import { parseFieldPath, printFieldPath } from './field-path.ts'
import { applyKeyTemplate, parseKeyTemplate } from './key-template.ts'
import { suggestTemplate } from './suggest-template.ts'

const key = (template: string, value: JsonValue): string => applyKeyTemplate(parseKeyTemplate(template), value)

test('T-1 a template puts fields into literal text', () => {
  expect(key('cities/{country}/{cityId}', { country: 'AD', cityId: 3039163 })).toBe('cities/AD/3039163')
  expect(key('{a.b}-{c}', { a: { b: 'x' }, c: true })).toBe('x-true')
  expect(key(String.raw`t/{a\.b}`, { 'a.b': 7 })).toBe('t/7')
})

test.each(['', 'cities', 'cities/{id', 'cities/id}', '/{id}', 'a/{id}/', 'a//{id}', 'a/{}', 'a/{b.}', String.raw`a/{b\}`])(
  'T-1 the template %j is refused',
  (template) => {
    expect(() => parseKeyTemplate(template)).toThrow(expect.objectContaining({ code: 'E_KEY_TEMPLATE' }))
  },
)

test.each([
  ['missing', {}],
  ['null', { id: null }],
  ['empty', { id: '' }],
  ['an object', { id: {} }],
  ['an array', { id: [1] }],
  ['below a text', { id: 'x' }],
  ['inherited', {}],
])('T-2 a field that is %s makes the row bad', (what, value) => {
  const template = what === 'below a text' ? 'a/{id.length}' : what === 'inherited' ? 'a/{constructor.name}' : 'a/{id}'
  expect(() => key(template, value)).toThrow(expect.objectContaining({ code: 'E_KEY_FIELD' }))
})

test('T-3 a value can not forge a path', () => {
  expect(key('a/{id}', { id: '../b/c' })).toBe('a/..%2Fb%2Fc')
  expect(key('a/{id}/b', { id: '..' })).toBe('a/%2E%2E/b')
  expect(key('a/{id}', { id: '.' })).toBe('a/%2E')
  expect(key('a/{id}', { id: '%2F' })).toBe('a/%252F')
  expect(key('a/{id}', { id: '*\\\u0000\n\u0085' })).toBe('a/%2A%5C%00%0A%C2%85')
  expect(key('a/{id}', { id: 'Zürich 7' })).toBe('a/Zürich 7')
})

test('T-3 every value gives one whole segment, and different values give different ones', () => {
  fc.assert(
    fc.property(arbitraryText, arbitraryText, (one, other) => {
      fc.pre(one !== '' && other !== '' && Buffer.byteLength(one) < 150 && Buffer.byteLength(other) < 150)
      const [left, right] = [one, other].map((id) => admitKey(key('a/{id}/b', admitJson({ id }))))
      expect(left?.split('/')).toHaveLength(3)
      expect(left === right).toBe(one === other)
    }),
    { numRuns: 2000 },
  )
})

test('T-4 the template suggested is the file name and a field that tells the rows apart', () => {
  const rows = [
    { country: 'AD', cityId: 1, name: 'a' },
    { country: 'AD', cityId: 2, name: 'a' },
  ]
  expect(suggestTemplate('/data/Big Cities.ndjson', rows)).toBe('big-cities/{cityId}')
  expect(suggestTemplate('x.csv', [{ id: 1 }, { id: 1 }])).toBe('')
  expect(suggestTemplate('x.csv', [{ 'my.id': 'b' }])).toBe('')
  expect(suggestTemplate('x.csv', [{ 'my.Id': 'b' }])).toBe(String.raw`x/{my\.Id}`)
})

test('T-9 a printed field path reads back the same', () => {
  expect(parseFieldPath(String.raw`a.b\.c.\\`)).toEqual(['a', 'b.c', '\\'])
  fc.assert(
    fc.property(
      fc.array(
        arbitraryText.filter((name) => name !== ''),
        { minLength: 1, maxLength: 4 },
      ),
      (names) => {
        expect(parseFieldPath(printFieldPath(names))).toEqual(names)
        expect(parseFieldPath(printFieldPath(names, ':a'))).toEqual(names)
      },
    ),
  )
})

test.each(['', '.', 'a..b', 'a.', 'a\\'])('T-9 the field path %j is refused', (path) => {
  expect(() => parseFieldPath(path)).toThrow(expect.objectContaining({ code: 'E_FIELD_PATH' }))
})
