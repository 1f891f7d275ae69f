/** Points of a line through values in a box, as SVG wants them. Nothing moves the line off its ground but a value. */
export function sparklinePoints(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values.map((value, index) => `${round(index * step)},${round(height - (value / most) * height)}`).join(' ')
}

interface TimePoint {
  readonly at: number
  readonly value: number | null
}

/** Half the length of what stands for a figure that is alone between two gaps. */
const DOT = 0.75

/** Lines through figures over a span of time, as SVG wants them: one for each stretch without a gap. // V-282 */
export function sparkSegments(
  points: readonly TimePoint[],
  { from, to }: { readonly from: number; readonly to: number },
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const most = Math.max(Number.MIN_VALUE, ...points.map(({ value }) => value ?? 0))
  const stretches: [x: number, y: number][][] = [[]]
  for (const { at, value } of points) {
    if (value === null) stretches.push([])
    else stretches.at(-1)?.push([round(((at - from) / (to - from)) * width), round(height - (value / most) * height)])
  }
  return stretches.filter(({ length }) => length > 0).map((stretch) => segment(stretch))
}

function segment(stretch: readonly (readonly [x: number, y: number])[]): string {
  const [first] = stretch
  if (first && stretch.length === 1) return `${round(first[0] - DOT)},${first[1]} ${round(first[0] + DOT)},${first[1]}`
  return stretch.map(([x, y]) => `${x},${y}`).join(' ')
}

/** What a screen reader is told in place of such lines. */
export function describePoints(points: readonly TimePoint[], name: string, format: (value: number) => string): string {
  const seen = points.flatMap(({ value }) => value ?? [])
  const last = seen.at(-1)
  if (last === undefined) return `${name} in the last hour: nothing was seen`
  return `${name} in the last hour: from ${format(Math.min(...seen))} to ${format(Math.max(...seen))}, last ${format(last)}`
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
