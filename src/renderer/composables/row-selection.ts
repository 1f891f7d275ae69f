/** Half-open, sorted, never touching: a million selected rows are one span. */
export interface RowSelection {
  readonly spans: readonly (readonly [from: number, to: number])[]
}

export const emptySelection: RowSelection = { spans: [] }

export function selectSpan(from: number, to: number): RowSelection {
  return to > from ? { spans: [[from, to]] } : emptySelection
}

export function selectionSize({ spans }: RowSelection): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0)
}

export function isSelected({ spans }: RowSelection, index: number): boolean {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const span = spans[middle]
    if (!span) return false
    if (index < span[0]) high = middle
    else if (index >= span[1]) low = middle + 1
    else return true
  }
  return false
}

/** Adds a span, joining the ones it meets. */
export function addSpan({ spans }: RowSelection, from: number, to: number): RowSelection {
  if (to <= from) return { spans }
  const before = spans.filter((span) => span[1] < from)
  const after = spans.filter((span) => span[0] > to)
  const met = spans.slice(before.length, spans.length - after.length)
  const first = Math.min(from, met[0]?.[0] ?? from)
  const last = Math.max(to, met.at(-1)?.[1] ?? to)
  return { spans: [...before, [first, last], ...after] }
}

/** Takes a span out, splitting the one around it. */
export function removeSpan({ spans }: RowSelection, from: number, to: number): RowSelection {
  if (to <= from) return { spans }
  return {
    spans: spans.flatMap(([start, end]) => {
      const left: [number, number][] = start < from ? [[start, Math.min(end, from)]] : []
      const right: [number, number][] = end > to ? [[Math.max(start, to), end]] : []
      return [...left, ...right]
    }),
  }
}

export function toggleRow(selection: RowSelection, index: number): RowSelection {
  return isSelected(selection, index) ? removeSpan(selection, index, index + 1) : addSpan(selection, index, index + 1)
}

/** The rows between an anchor and another row, both included. */
export function selectRange(anchor: number, index: number): RowSelection {
  return selectSpan(Math.min(anchor, index), Math.max(anchor, index) + 1)
}
