import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  maximumHeight,
  type RowGeometry,
  rowsPerPage,
  rowWindow,
  scrollHeight,
  scrollTopOf,
  scrollTopShowing,
  topRow,
} from './row-window.ts'

const small: RowGeometry = { count: 1_000, rowHeight: 32, viewport: 640 }
const large: RowGeometry = { count: 5_000_000, rowHeight: 36, viewport: 900 }

const geometries = fc.record({
  count: fc.integer({ min: 1, max: 8_000_000 }),
  rowHeight: fc.constantFrom(28, 32, 36),
  viewport: fc.integer({ min: 100, max: 3_000 }),
})

test('V-4 only the rows in view and some around them are drawn', () => {
  expect(rowWindow(small, 0, 8)).toEqual({ from: 0, to: 28, offset: 0 })
  expect(rowWindow(small, 3_200, 8)).toEqual({ from: 92, to: 128, offset: 92 * 32 })
  expect(rowWindow({ ...small, count: 0 }, 0, 8)).toEqual({ from: 0, to: 0, offset: 0 })
  expect(rowWindow(large, 1_000_000, 8).to - rowWindow(large, 1_000_000, 8).from).toBeLessThan(44)
})

test('V-4 no list is higher than Chromium can draw, and its last row can be reached', () => {
  expect(scrollHeight(small)).toBe(32_000)
  expect(scrollHeight(large)).toBe(maximumHeight)
  fc.assert(
    fc.property(geometries, (geometry) => {
      const bottom = Math.max(0, scrollHeight(geometry) - geometry.viewport)
      const end = rowWindow(geometry, bottom, 0)
      expect(end.to).toBe(geometry.count)
      const lastRowEnd = end.offset + (end.to - end.from) * geometry.rowHeight
      expect(lastRowEnd).toBeLessThanOrEqual(scrollHeight(geometry) + 1)
    }),
  )
})

test('V-4 the drawn rows always cover what is in view', () => {
  fc.assert(
    fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, share) => {
      const scrollTop = share * Math.max(0, scrollHeight(geometry) - geometry.viewport)
      const { from, to, offset } = rowWindow(geometry, scrollTop)
      expect(offset).toBeLessThanOrEqual(scrollTop + 1)
      const end = offset + (to - from) * geometry.rowHeight
      if (to < geometry.count) expect(end).toBeGreaterThanOrEqual(scrollTop + geometry.viewport - 1)
    }),
  )
})

test('V-4 scrolling to a row puts it first, unless the list ends before', () => {
  fc.assert(
    fc.property(geometries, fc.nat(), (geometry, seed) => {
      const index = seed % geometry.count
      const first = topRow(geometry, scrollTopOf(geometry, index))
      const last = Math.max(0, geometry.count - geometry.viewport / geometry.rowHeight)
      expect(Math.abs(first - Math.min(index, last))).toBeLessThanOrEqual(1)
    }),
  )
})

test('V-4 showing a row scrolls as little as needed', () => {
  expect(scrollTopShowing(small, 320, 15)).toBe(320)
  expect(scrollTopShowing(small, 320, 9)).toBe(288)
  expect(scrollTopShowing(small, 320, 30)).toBe(352)
  expect(rowsPerPage(small)).toBe(19)
})
