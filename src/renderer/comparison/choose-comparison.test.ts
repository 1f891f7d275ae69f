import { expect, test } from 'vitest'

import { chooseComparison } from './choose-comparison.ts'

const versions = [9, 8, 7, 3]

test('V-119 a version is compared with the one before it, the first with nothing', () => {
  expect(chooseComparison(versions, 0, [], 'previous')).toEqual({ from: 8, to: 9 })
  expect(chooseComparison(versions, 2, [], 'previous')).toEqual({ from: 3, to: 7 })
  expect(chooseComparison([1], 0, [], 'previous')).toEqual({ from: 0, to: 1 })
  expect(chooseComparison([], -1, [], 'previous')).toBeUndefined()
})

test('V-119 or with the present one, which itself has only the one before', () => {
  expect(chooseComparison(versions, 2, [], 'current')).toEqual({ from: 7, to: 9 })
  expect(chooseComparison(versions, 0, [], 'current')).toEqual({ from: 8, to: 9 })
})

test('V-119 any two marked versions are compared, the older one first', () => {
  expect(chooseComparison(versions, 0, [3, 8], 'previous')).toEqual({ from: 3, to: 8 })
  expect(chooseComparison(versions, 1, [3], 'previous')).toEqual({ from: 7, to: 8 })
  expect(chooseComparison(versions, 1, [3, 8, 9], 'previous')).toEqual({ from: 7, to: 8 })
})
