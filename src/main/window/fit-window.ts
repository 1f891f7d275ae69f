import type { WindowState } from '../console-store/window-states.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The smallest window whose views still work. */
export const MINIMUM = { width: 960, height: 600 } as const
const PREFERRED = { width: 1440, height: 900 } as const

/** Places the window as it was, moved and shrunk into the displays that exist now: one that was unplugged never hides it. */
export function fitWindow(last: WindowState | undefined, areas: readonly [Area, ...Area[]]): Area {
  const wanted = last ?? { ...PREFERRED, x: Number.NaN, y: Number.NaN }
  const area = areas.reduce((best, next) => (overlap(wanted, next) > overlap(wanted, best) ? next : best))
  const width = Math.min(wanted.width, area.width)
  const height = Math.min(wanted.height, area.height)
  return {
    width,
    height,
    x: within(wanted.x, area.x, area.x + area.width - width),
    y: within(wanted.y, area.y, area.y + area.height - height),
  }
}

/** Square pixels that two areas share; none when the first has no place yet. */
function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

/** Without a place of its own a window goes to the middle. */
function within(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return Math.round((low + high) / 2)
  return Math.max(low, Math.min(high, value))
}
