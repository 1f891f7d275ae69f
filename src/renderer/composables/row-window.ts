/** Chromium clamps an element at 33,554,432 px; we stay below it. */
export const maximumHeight = 33_000_000

/** The geometry of a list of equal rows. Above the clamp, scroll positions are scaled: a pixel of scroll is more than one of list. */
export interface RowGeometry {
  readonly count: number
  readonly rowHeight: number
  readonly viewport: number
}

export interface RowWindow {
  /** First and one past the last row to render. */
  readonly from: number
  readonly to: number
  /** Where the first rendered row lies in the scrolled element. */
  readonly offset: number
}

export function scrollHeight({ count, rowHeight }: RowGeometry): number {
  return Math.min(count * rowHeight, maximumHeight)
}

function scaleOf(geometry: RowGeometry): number {
  const list = geometry.count * geometry.rowHeight - geometry.viewport
  const scrolled = scrollHeight(geometry) - geometry.viewport
  return scrolled <= 0 ? 1 : list / scrolled
}

/** The rows to render at a scroll position, with `overscan` rows more on both sides. */
export function rowWindow(geometry: RowGeometry, scrollTop: number, overscan = 8): RowWindow {
  const { count, rowHeight, viewport } = geometry
  const top = scrollTop * scaleOf(geometry)
  const from = Math.max(0, Math.min(Math.floor(top / rowHeight) - overscan, count))
  const to = Math.min(count, Math.ceil((top + viewport) / rowHeight) + overscan)
  return { from, to: Math.max(from, to), offset: scrollTop + from * rowHeight - top }
}

/** First row that is at least half visible. */
export function topRow(geometry: RowGeometry, scrollTop: number): number {
  const row = Math.round((scrollTop * scaleOf(geometry)) / geometry.rowHeight)
  return Math.max(0, Math.min(row, geometry.count - 1))
}

/** The scroll position that puts a row first. */
export function scrollTopOf(geometry: RowGeometry, index: number): number {
  const most = Math.max(0, scrollHeight(geometry) - geometry.viewport)
  return Math.max(0, Math.min((index * geometry.rowHeight) / scaleOf(geometry), most))
}

/** The scroll position nearest to the present one that shows a row whole; the present one if it is visible. */
export function scrollTopShowing(geometry: RowGeometry, scrollTop: number, index: number): number {
  const scale = scaleOf(geometry)
  const top = scrollTop * scale
  const start = index * geometry.rowHeight
  const end = start + geometry.rowHeight
  if (start < top) return scrollTopOf(geometry, index)
  if (end > top + geometry.viewport) return Math.max(0, (end - geometry.viewport) / scale)
  return scrollTop
}

/** How many whole rows a page key moves. */
export function rowsPerPage({ rowHeight, viewport }: RowGeometry): number {
  return Math.max(1, Math.floor(viewport / rowHeight) - 1)
}
