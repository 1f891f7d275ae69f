import fc from 'fast-check'
import { expect, test } from 'vitest'

import { moved, pauseAfter, scaled, stretchProblem } from './time-spans.ts'

const NOW = 1_000_000_000

test('V-286 pauses after attempts that failed double, and end at a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 60].map((failures) => pauseAfter(failures, 2000) / 1000)).toEqual([2, 4, 8, 16, 32, 60, 60])
})

test('V-200 a stretch that keys have moved keeps its length and ends by now', () => {
  const stretch = fc.record({ from: fc.nat(NOW - 10_000), length: fc.integer({ min: 1000, max: 1_000_000 }) })
  fc.assert(
    fc.property(stretch, fc.constantFrom(-0.5, 0.5), ({ from, length }, share) => {
      const before = { from, to: Math.min(NOW, from + length) }
      const after = moved(before, share, NOW)
      expect(after.to - after.from).toBe(before.to - before.from)
      expect(after.to).toBeLessThanOrEqual(NOW)
    }),
  )
  expect(moved({ from: 0, to: 1000 }, 0.5, NOW)).toEqual({ from: 500, to: 1500 })
  expect(moved({ from: NOW - 1000, to: NOW }, 0.5, NOW)).toEqual({ from: NOW - 1000, to: NOW })
})

test('V-200 a stretch is halved and doubled around its middle, from ten seconds to a month', () => {
  expect(scaled({ from: 0, to: 100_000 }, 0.5, NOW)).toEqual({ from: 25_000, to: 75_000 })
  expect(scaled({ from: 0, to: 10_000 }, 0.5, NOW)).toEqual({ from: 0, to: 10_000 })
  expect(scaled({ from: NOW - 100_000, to: NOW }, 2, NOW)).toEqual({ from: NOW - 200_000, to: NOW })
  const longest = scaled({ from: 0, to: NOW * 3 }, 2, NOW * 3)
  expect(longest.to - longest.from).toBe(31 * 86_400_000)
})

test('V-200 two typed instants are a stretch when there are both, in their order', () => {
  expect(stretchProblem(undefined, 5)).toContain('both')
  expect(stretchProblem(5000, 5000)).toContain('after the beginning')
  expect(stretchProblem(5000, 6000)).toBeUndefined()
})
