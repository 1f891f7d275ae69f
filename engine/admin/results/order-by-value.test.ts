import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderByValue } from './order-by-value.ts'

const largestInstant = 8.64e15

test('V-54 rows are ordered by value, equal ones by their place', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: largestInstant })), { maxLength: 200 }), (values) => {
      const expected = values.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value || a.index - b.index)
      expect([...orderByValue(Float64Array.from(values))]).toEqual(expected.map(({ index }) => index))
    }),
    { numRuns: 500 },
  )
})
