/** Points of a line through values in a box, as SVG wants them. Nothing moves the line off its ground but a value. */
export function sparklinePoints(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values.map((value, index) => `${round(index * step)},${round(height - (value / most) * height)}`).join(' ')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** What a screen reader is told in place of the line. */
export function describeSeries(values: readonly number[], noun: string, unit: 'second' | 'minute'): string {
  const sum = values.reduce((total, value) => total + value, 0)
  const most = Math.max(0, ...values)
  return `${sum.toLocaleString('en')} ${noun} in ${values.length} ${unit}s, at most ${most.toLocaleString('en')} in one`
}
