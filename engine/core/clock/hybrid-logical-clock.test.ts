import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkClockSkew,
  compareHybridTimes,
  formatHybridTime,
  HLC_ZERO,
  HybridClock,
  MAX_CLOCK_SKEW_MS,
  parseHybridTime,
  receive,
  tick,
} from './index.ts'

const NOW = 1_800_000_000_000
const wall = fc.oneof(
  fc.constantFrom(0, NOW, NOW + 1, NOW - 1),
  fc.integer({ min: 0, max: 4_000_000_000_000 }),
  fc.double({ min: 0, max: 4e12, noNaN: true }),
)
const reading = fc.record({
  wallMs: fc.integer({ min: 0, max: 36 ** 9 - 2 }),
  counter: fc.oneof(fc.constantFrom(0, 36 ** 3 - 1), fc.integer({ min: 0, max: 36 ** 3 - 1 })),
})

test('K-1 readings rise strictly, however the wall clock jumps, and never lag behind it', () => {
  fc.assert(
    fc.property(fc.array(wall, { minLength: 1, maxLength: 50 }), (walls) => {
      let last = HLC_ZERO
      for (const wallMs of walls) {
        const next = tick(last, wallMs)
        expect(compareHybridTimes(next, last)).toBeGreaterThan(0)
        expect(next.wallMs).toBeGreaterThanOrEqual(Math.trunc(wallMs))
        last = next
      }
    }),
    { seed: 1 },
  )
})

test('K-1 a standing wall clock is counted, and a full counter carries into the next millisecond', () => {
  expect(tick({ wallMs: NOW, counter: 4 }, NOW)).toEqual({ wallMs: NOW, counter: 5 })
  expect(tick({ wallMs: NOW, counter: 4 }, NOW + 1)).toEqual({ wallMs: NOW + 1, counter: 0 })
  expect(tick({ wallMs: NOW, counter: 36 ** 3 - 1 }, NOW)).toEqual({ wallMs: NOW + 1, counter: 0 })
  expect(() => tick({ wallMs: 36 ** 9 - 1, counter: 36 ** 3 - 1 }, NOW)).toThrow(expect.objectContaining({ code: 'E_CLOCK_RANGE' }))
})

test('K-2 a received reading lies behind the next local one', () => {
  fc.assert(
    fc.property(reading, reading, wall, (last, remote, wallMs) => {
      const next = receive(last, remote, wallMs)
      expect(compareHybridTimes(next, last)).toBeGreaterThan(0)
      expect(compareHybridTimes(next, remote)).toBeGreaterThan(0)
      // It advances no further than one step past the furthest of the three.
      expect(next.wallMs).toBeLessThanOrEqual(Math.max(last.wallMs, remote.wallMs, Math.trunc(wallMs)) + 1)
    }),
    { seed: 2 },
  )
})

test('K-3 the text form has twelve digits, reads back, and sorts as the readings do', () => {
  fc.assert(
    fc.property(reading, reading, (a, b) => {
      const text = formatHybridTime(a)
      expect(text).toHaveLength(12)
      expect(parseHybridTime(text)).toEqual(a)
      const order = text < formatHybridTime(b) ? -1 : text > formatHybridTime(b) ? 1 : 0
      expect(order).toBe(Math.sign(compareHybridTimes(a, b)))
    }),
    { seed: 3 },
  )
})

test('K-1 a running clock issues the same readings as text', () => {
  fc.assert(
    fc.property(reading, fc.array(wall, { minLength: 1, maxLength: 50 }), (start, walls) => {
      const clock = new HybridClock(start)
      let last = start
      for (const wallMs of walls) {
        last = tick(last, wallMs)
        expect(clock.next(wallMs)).toBe(formatHybridTime(last))
      }
    }),
    { seed: 4 },
  )
})

test('K-3 the empty text is the first reading, and any other form is refused', () => {
  expect(parseHybridTime('')).toEqual(HLC_ZERO)
  for (const text of ['1', 'ABCDEFGHIJKL', '0mx4h2k1s-00', '0000000000000']) {
    expect(() => parseHybridTime(text), text).toThrow(expect.objectContaining({ code: 'E_CLOCK_FORM' }))
  }
})

test('K-4 an author more than five minutes ahead is refused, and one behind never is', () => {
  const at = (aheadMs: number): void => checkClockSkew({ wallMs: NOW + aheadMs, counter: 0 }, NOW)
  expect(() => at(MAX_CLOCK_SKEW_MS)).not.toThrow()
  expect(() => at(MAX_CLOCK_SKEW_MS + 1)).toThrow(
    expect.objectContaining({ code: 'E_CLOCK_SKEW', details: { limit: 300_000, actual: 300_001 } }),
  )
  expect(() => at(-1e12)).not.toThrow()
})
