/** A stretch of time, milliseconds since 1970. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** Positions of the slider: an arrow key moves by one. */
export const sliderSteps = 1000

const shortestMs = 1000

/** The instant that a position of the slider stands for. Its ends are the span's ends, exactly. */
export function instantAt({ from, to }: TimeSpan, position: number): number {
  return Math.round(from + ((to - from) * position) / sliderSteps)
}

/** The position nearest to an instant; one outside the span stands at its end. */
export function positionOf({ from, to }: TimeSpan, at: number): number {
  if (to <= from) return sliderSteps
  return Math.max(0, Math.min(sliderSteps, Math.round(((at - from) / (to - from)) * sliderSteps)))
}

/** A span a factor as long around an instant, kept within the whole and at least a second long. */
export function zoomSpan(span: TimeSpan, whole: TimeSpan, at: number, factor: number): TimeSpan {
  const length = Math.min(Math.max((span.to - span.from) * factor, shortestMs), whole.to - whole.from)
  if (length <= 0) return whole
  // The instant keeps its place on the slider, unless the whole ends before.
  const share = (Math.max(span.from, Math.min(at, span.to)) - span.from) / Math.max(1, span.to - span.from)
  const from = Math.max(whole.from, Math.min(Math.round(at - share * length), whole.to - length))
  return { from, to: from + length }
}

/** Heights from 0 to 1. Logarithmic, so that one change can be seen beside an import of a hundred thousand. */
export function barHeights(buckets: readonly number[]): readonly number[] {
  const most = buckets.reduce((high, count) => Math.max(high, count), 0)
  return buckets.map((count) => (count === 0 ? 0 : Math.log2(count + 1) / Math.log2(most + 1)))
}

/** The span of one of a number of equal buckets. */
export function bucketSpan({ from, to }: TimeSpan, buckets: number, index: number): TimeSpan {
  const length = (to - from) / buckets
  return { from: Math.round(from + index * length), to: Math.round(from + (index + 1) * length) }
}
