import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HottestKeys } from './hottest-keys.ts'

test('S-20 every key with more than one in 64 of the writes is known, and never undercounted', () => {
  const key = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('hot', 'warm') },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }).map(String) },
  )
  fc.assert(
    fc.property(fc.array(key, { minLength: 500, maxLength: 2000, size: 'max' }), (writes) => {
      const hottest = new HottestKeys()
      const counts = new Map<string, number>()
      for (const write of writes) {
        hottest.count(write)
        counts.set(write, (counts.get(write) ?? 0) + 1)
      }
      const known = new Map(hottest.top(Infinity).map((hot) => [hot.key, hot]))
      expect(known.size).toBeLessThanOrEqual(64)
      for (const [name, count] of counts) {
        const hot = known.get(name)
        if (count > writes.length / 64) expect(hot).toBeDefined()
        if (!hot) continue
        expect(hot.writes).toBeGreaterThanOrEqual(count)
        expect(hot.writes - hot.overcount).toBeLessThanOrEqual(count)
      }
    }),
    { numRuns: 50, seed: 71 },
  )
})
