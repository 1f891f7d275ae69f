import fc from 'fast-check'
import { expect, test } from 'vitest'

import { instantAfter, instantBefore } from './neighbour.ts'
import { fromTimeField, toTimeField } from './time-field.ts'
import { barHeights, bucketSpan, instantAt, positionOf, sliderSteps, zoomSpan } from './time-span.ts'

const instant = fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 })
const span = fc.tuple(instant, fc.integer({ min: 1, max: 4e11 })).map(([from, length]) => ({ from, to: from + length }))

test('V-106 the ends of the slider are the ends of the time it shows, and positions keep their order', () => {
  fc.assert(
    fc.property(span, fc.integer({ min: 0, max: sliderSteps - 1 }), (shown, position) => {
      expect(instantAt(shown, 0)).toBe(shown.from)
      expect(instantAt(shown, sliderSteps)).toBe(shown.to)
      expect(instantAt(shown, position)).toBeLessThanOrEqual(instantAt(shown, position + 1))
      if (shown.to - shown.from >= 2 * sliderSteps) expect(positionOf(shown, instantAt(shown, position))).toBe(position)
    }),
  )
})

test('V-106 an instant outside stands at the end, and a log of one moment has one position', () => {
  expect(positionOf({ from: 10, to: 20 }, 5)).toBe(0)
  expect(positionOf({ from: 10, to: 20 }, 25)).toBe(sliderSteps)
  expect(positionOf({ from: 10, to: 10 }, 10)).toBe(sliderSteps)
})

test('V-106 zooming stays within the log and keeps the instant in sight', () => {
  fc.assert(
    fc.property(
      span,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0.1, 0.25, 0.5, 4, 1000),
      (whole, share, factor) => {
        const at = Math.round(whole.from + (whole.to - whole.from) * share)
        const zoomed = zoomSpan(whole, whole, at, factor)
        expect(zoomed.from).toBeGreaterThanOrEqual(whole.from)
        expect(zoomed.to).toBeLessThanOrEqual(whole.to + 1)
        expect(zoomed.from).toBeLessThanOrEqual(at + 1)
        expect(zoomed.to).toBeGreaterThanOrEqual(at - 1)
      },
    ),
  )
})

test('V-106 one change is visible beside an import of a hundred thousand', () => {
  const [none, one, many] = barHeights([0, 1, 135_233])
  expect(none).toBe(0)
  expect(one).toBeGreaterThan(0.05)
  expect(many).toBe(1)
  expect(bucketSpan({ from: 0, to: 100 }, 4, 3)).toEqual({ from: 75, to: 100 })
})

test('V-107 a typed time means the whole second, in the zone that the console shows', () => {
  fc.assert(
    fc.property(instant, (at) => {
      expect(fromTimeField(toTimeField(at, true), true)).toBe(Math.floor(at / 1000) * 1000 + 999)
    }),
  )
  expect(toTimeField(Date.UTC(2026, 10, 23, 4, 5, 6), true)).toBe('2026-11-23T04:05:06')
  expect(fromTimeField('2026-11-23T04:05', true)).toBe(Date.UTC(2026, 10, 23, 4, 5, 0, 999))
  expect(fromTimeField('', true)).toBeUndefined()
})

test('V-107 stepping goes to the change before or after, over those of the same instant', () => {
  const log = [{ at: 30 }, { at: 20 }, { at: 20 }, { at: 10 }]
  expect(instantBefore(log, 20)).toBe(10)
  expect(instantBefore(log, 10)).toBeUndefined()
  expect(instantAfter(log, 10)).toBe(20)
  expect(instantAfter(log, 30)).toBeUndefined()
})
