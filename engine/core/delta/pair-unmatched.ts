import type { Alignment } from './align.ts'

export const UNMATCHED = -1
/** The old index of a paired element is kept as `PAIRED - index`, below every other number. */
const PAIRED = -2

/** Between two elements that stay, the first unrecognised old element gives way to the first unrecognised new one, and so on. */
export function pairUnmatched(alignment: Alignment, stays: Uint8Array, baseLength: number): void {
  const recognised = new Uint8Array(baseLength)
  for (const source of alignment) if (source >= 0) recognised[source] = 1
  const limits = nextStay(alignment, stays, baseLength)
  let candidate = 0
  for (let at = 0; at < alignment.length; at++) {
    if (stays[at] === 1) candidate = (alignment[at] as number) + 1
    if (alignment[at] !== UNMATCHED) continue
    const limit = limits[at] as number
    while (candidate < limit && recognised[candidate] === 1) candidate++
    if (candidate < limit) alignment[at] = PAIRED - candidate++
  }
}

/** For each new element, the old index of the first element at or after it that stays. */
function nextStay(alignment: Alignment, stays: Uint8Array, baseLength: number): Int32Array {
  const limits = new Int32Array(alignment.length)
  let limit = baseLength
  for (let at = alignment.length - 1; at >= 0; at--) {
    if (stays[at] === 1) limit = alignment[at] as number
    limits[at] = limit
  }
  return limits
}

/** True for an element that was not recognised, but stands in the place of an old one. */
export function isPaired(source: number): boolean {
  return source < UNMATCHED
}

/** The old index that a number in an alignment stands for, paired or recognised; UNMATCHED stays what it is. */
export function sourceOf(source: number): number {
  return isPaired(source) ? PAIRED - source : source
}
