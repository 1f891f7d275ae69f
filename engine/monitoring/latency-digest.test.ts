import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LatencyDigest } from './latency-digest.ts'

test('O-49 a percentile is within a twentieth of the true one, of whatever durations', () => {
  const durations = fc.array(fc.double({ min: 1e-6, max: 60, noNaN: true }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (seconds, share) => {
      const digest = new LatencyDigest()
      for (const each of seconds) digest.add(each)
      const [told = NaN] = digest.take([share])
      const sorted = seconds.toSorted((one, other) => one - other)
      const truth = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
      expect(Math.abs(told / truth - 1)).toBeLessThan(0.05)
    }),
  )
})

test('O-49 what was taken is forgotten, and nothing has no percentile', () => {
  const digest = new LatencyDigest()
  digest.add(0)
  expect(digest.take([0.5, 0.99])).toEqual([1e-6, 1e-6])
  expect(digest.take([0.5])).toEqual([])
})
