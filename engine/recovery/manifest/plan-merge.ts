import type { SegmentEntry } from './manifest.ts'

/** So many of a level that follow each other become one of the next. */
export const MERGED_AT_ONCE = 32
/** What is put together grows no larger than this; bytes before compression. */
export const LARGEST_MERGED = 8 * 1024 * 1024

/**
 * The newest run of segments that can be put together, so that their number grows with the logarithm of time; undefined when
 * there is none.
 */
export function planMerge(segments: readonly SegmentEntry[]): readonly SegmentEntry[] | undefined {
  let run: SegmentEntry[] = []
  let bytes = 0
  for (const segment of segments.toReversed()) {
    const next = run[0]
    const fits = bytes + segment.contentBytes <= LARGEST_MERGED
    const joins = next === undefined || (follows(next, segment) && segment.level === next.level)
    if (!joins || !fits) {
      run = []
      bytes = 0
      if (segment.contentBytes > LARGEST_MERGED) continue
    }
    run.unshift(segment)
    bytes += segment.contentBytes
    if (run.length === MERGED_AT_ONCE) return run
  }
  return undefined
}

function follows(next: SegmentEntry, segment: SegmentEntry): boolean {
  return next.epoch === segment.epoch && next.from === segment.to && !next.gap
}
