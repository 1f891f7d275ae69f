import { expect, test } from 'vitest'
import { admitJson } from '../core/json/index.ts'
import { placeValues } from './place-values.ts'

const value = admitJson({ a: { b: 1, list: [1, 2, 3, 4] }, 'odd/name~': 1 })

test('R-2 values are placed by path, and a path means what it meant before', () => {
  expect(placeValues(value, [{ path: '/a/b', value: 2 }])).toMatchObject({ a: { b: 2 } })
  expect(
    placeValues(value, [
      { path: '/a/list/0', value: undefined },
      { path: '/a/list/2', value: undefined },
      { path: '/a/list/3', value: 'four' },
    ]),
  ).toMatchObject({ a: { list: [2, 'four'] } })
  expect(placeValues(value, [{ path: '/odd~1name~0', value: 2 }])).toMatchObject({ 'odd/name~': 2 })
  expect(value).toEqual({ a: { b: 1, list: [1, 2, 3, 4] }, 'odd/name~': 1 })
})

test('R-2 what stands below a replaced path goes with it, and the whole document can be replaced or go', () => {
  expect(
    placeValues(value, [
      { path: '/a/list', value: [9] },
      { path: '/a/list/1', value: 8 },
    ]),
  ).toMatchObject({ a: { list: [9] } })
  expect(placeValues(value, [{ path: '', value: 1 }])).toBe(1)
  expect(placeValues(value, [{ path: '', value: undefined }])).toBeUndefined()
  expect(placeValues(value, [])).toBe(value)
})

test('R-2 places that are not there are left alone, and no name is more than a name', () => {
  expect(placeValues(value, [{ path: '/none/at/all', value: 1 }])).toEqual(value)
  expect(placeValues(admitJson({}), [{ path: '/constructor', value: 1 }])).toEqual({ constructor: 1 })
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})
