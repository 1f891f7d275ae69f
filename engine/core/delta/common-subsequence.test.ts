import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonSubsequence } from './common-subsequence.ts'

/** The length of a longest common subsequence, by the textbook's table. */
function longest(base: readonly number[], next: readonly number[]): number {
  let row = Array.from({ length: next.length + 1 }, () => 0)
  for (const symbol of base) {
    const above = row
    row = [0]
    for (const [at, other] of next.entries()) {
      row.push(symbol === other ? (above[at] as number) + 1 : Math.max(above[at + 1] as number, row[at] as number))
    }
  }
  return row.at(-1) as number
}

test('D-4 D-5 what is found is common to both, in order, and as long as can be', () => {
  const symbols = fc.array(fc.nat(4), { maxLength: 40 })
  fc.assert(
    fc.property(symbols, symbols, (base, next) => {
      const sources = commonSubsequence(Int32Array.from(base), Int32Array.from(next), 5)
      if (sources === undefined) throw new Error('so few elements are never too far apart')
      let last = -1
      for (const [at, source] of sources.entries()) {
        if (source < 0) continue
        expect(source).toBeGreaterThan(last)
        expect(base[source]).toBe(next[at])
        last = source
      }
      expect(sources.filter((source) => source >= 0)).toHaveLength(longest(base, next))
    }),
    { numRuns: 3_000, seed: 41 },
  )
})

test('D-12 the search gives up when the two are too far apart', () => {
  const alternating = (length: number, first: number) => Int32Array.from({ length }, (_, at) => (at + first) % 2)
  const scattered = Int32Array.from({ length: 1_000 }, (_, at) => ((at * at) % 7) & 1)
  expect(commonSubsequence(alternating(1_000, 0), alternating(1_000, 1), 2)).toBeDefined()
  expect(commonSubsequence(alternating(1_000, 0), scattered, 2)).toBeUndefined()
})

test('D-12 the search gives up when repetition makes every step long', () => {
  // 0 1 0 1 ... against the same with an element missing here and there: long runs match however the two are shifted.
  const alternating = (length: number) => Int32Array.from({ length }, (_, at) => at % 2)
  const missing = (length: number, every: number) => alternating(length).filter((_, at) => at % every !== every - 1)
  expect(commonSubsequence(alternating(20_000), missing(20_000, 2_000), 2)).toBeDefined()
  expect(commonSubsequence(alternating(20_000), missing(20_000, 140), 2)).toBeUndefined()
})
