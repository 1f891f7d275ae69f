import type { BaseEntry, Manifest, SegmentEntry } from './manifest.ts'

/** What is kept, and for how long. */
export interface RetentionPolicy {
  /** Every instant this far back can be restored. Milliseconds. */
  readonly retentionMs: number
  /** Of older instants, so many weekly base backups stay. */
  readonly weekly: number
}

/** What a target can let go of. */
export interface RetentionPlan {
  readonly bases: readonly BaseEntry[]
  readonly segments: readonly SegmentEntry[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** For a day every base backup stays, then one a day. */
const ALL_FOR = DAY

/**
 * What nobody needs any more to restore any instant of the retention time, or one of the weekly backups before it. The base
 * backup that the oldest instant starts from (or the first there is) stays, however old it is, and every segment after it: a
 * chain is never cut.
 */
export function planRetention(manifest: Manifest, now: number, { retentionMs, weekly }: RetentionPolicy): RetentionPlan {
  const oldestInstant = now - retentionMs
  const anchor = manifest.bases.findLast((base) => base.takenAt <= oldestInstant) ?? manifest.bases[0]
  if (!anchor) return { bases: [], segments: [] }
  const inside = manifest.bases.slice(manifest.bases.indexOf(anchor) + 1)
  const before = manifest.bases.slice(0, manifest.bases.indexOf(anchor))
  const keptBefore = new Set(lastOfEach(before, WEEK).slice(-weekly || before.length))
  return {
    bases: [...before.filter((base) => !keptBefore.has(base)), ...thinned(inside, now)],
    segments: manifest.segments.filter((segment) => isBefore(segment, anchor)),
  }
}

/** Base backups of more than a day ago that are not their day's last. */
function thinned(bases: readonly BaseEntry[], now: number): readonly BaseEntry[] {
  const old = bases.filter(({ takenAt }) => takenAt < now - ALL_FOR)
  const kept = new Set(lastOfEach(old, DAY))
  return old.filter((base) => !kept.has(base))
}

function lastOfEach(bases: readonly BaseEntry[], spanMs: number): readonly BaseEntry[] {
  return bases.filter((base, index) => {
    const next = bases[index + 1]
    return next === undefined || Math.floor(next.takenAt / spanMs) !== Math.floor(base.takenAt / spanMs)
  })
}

/** All of it is in the base backup. Records written after the base's own position may lie in a segment that ends there. */
function isBefore(segment: SegmentEntry, anchor: BaseEntry): boolean {
  if (segment.epoch !== anchor.epoch) return segment.epoch < anchor.epoch
  return segment.to < anchor.seq || (segment.to === anchor.seq && segment.journal <= anchor.journal)
}
