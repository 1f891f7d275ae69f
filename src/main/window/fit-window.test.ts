import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitWindow, type Area } from './fit-window.ts'

const laptop: Area = { x: 0, y: 0, width: 1920, height: 1080 }
const beside: Area = { x: 1920, y: 0, width: 2560, height: 1440 }

test('V-72 a window stays where it was when its display is still there', () => {
  const last = { x: 2000, y: 100, width: 1200, height: 800, maximized: false }
  expect(fitWindow(last, [laptop, beside])).toEqual({ x: 2000, y: 100, width: 1200, height: 800 })
})

test('V-72 a window whose display is gone comes to one that is there', () => {
  const last = { x: 2000, y: 100, width: 1200, height: 800, maximized: false }
  expect(fitWindow(last, [laptop])).toEqual({ x: 720, y: 100, width: 1200, height: 800 })
})

test('V-72 a first window is in the middle', () => {
  expect(fitWindow(undefined, [laptop])).toEqual({ x: 240, y: 90, width: 1440, height: 900 })
})

test('V-72 wherever it was, the whole window is on one display', () => {
  const whole = fc.integer({ min: -10_000, max: 10_000 })
  const size = fc.integer({ min: 1, max: 10_000 })
  const area = fc.record({ x: whole, y: whole, width: size, height: size })
  fc.assert(
    fc.property(area, area, area, (last, first, second) => {
      const fitted = fitWindow({ ...last, maximized: false }, [first, second])
      const inside = (display: Area): boolean =>
        fitted.x >= display.x &&
        fitted.y >= display.y &&
        fitted.x + fitted.width <= display.x + display.width &&
        fitted.y + fitted.height <= display.y + display.height
      expect(inside(first) || inside(second)).toBe(true)
    }),
  )
})
