import { SrvraError } from '../../core/errors.ts'
import type { StoreLife } from '../../core/log/store-life.ts'
import type { BaseEntry, Manifest, SegmentEntry } from './manifest.ts'

/** A segment of a restore: what of it is replayed. */
export interface RestoreStep {
  readonly segment: SegmentEntry
  /** Changes after `after` up to `upTo`; records likewise. */
  readonly after: number
  readonly upTo: number
}

/** How a position is reached again. */
export interface RestorePlan {
  /** Undefined when the replay begins with an empty store. */
  readonly base: BaseEntry | undefined
  readonly steps: readonly RestoreStep[]
  readonly seq: number
  /** The life that the position belongs to. */
  readonly epoch: number
}

/** A stretch of positions that can be restored, both ends included. */
export interface RestorableRange {
  readonly fromSeq: number
  readonly fromAt: number
  readonly toSeq: number
  readonly toAt: number
}

/**
 * The shortest way to a position in a life of the store, the newest by default: the newest base at or before it, and every
 * segment from there on. Throws E_RANGE, with what can be restored.
 */
export function planRestore(manifest: Manifest, seq: number, epoch = newestEpoch(manifest)): RestorePlan {
  const path = pathTo(manifest.lives, epoch)
  const bases = [...manifest.bases].filter((base) => base.seq <= seq && onPath(path, base.epoch, base.seq))
  for (const base of [...bases.toReversed().toSorted((a, b) => b.seq - a.seq), undefined]) {
    const steps = stepsBetween(manifest.segments, path, base?.seq ?? 0, seq, base === undefined)
    if (steps) return { base, steps, seq, epoch: epochAt(path, seq) }
  }
  throw outOfRange(manifest, seq, epoch)
}

/** What can be restored of a life, as stretches without gaps, oldest first. */
export function restorableRanges(manifest: Manifest, epoch = newestEpoch(manifest)): readonly RestorableRange[] {
  const path = pathTo(manifest.lives, epoch)
  const bases = manifest.bases.filter((base) => onPath(path, base.epoch, base.seq))
  const starts = [...(beginsEmpty(manifest.segments) ? [{ seq: 0, at: 0 }] : []), ...bases].toSorted((a, b) => a.seq - b.seq)
  const ranges: { fromSeq: number; fromAt: number; toSeq: number; toAt: number }[] = []
  for (const { seq, at } of starts) {
    const last = ranges.at(-1)
    if (last && last.toSeq >= seq) continue
    const end = reachFrom(manifest.segments, path, { seq, at })
    ranges.push({ fromSeq: seq, fromAt: at, toSeq: end.seq, toAt: end.at })
  }
  return ranges
}

export function newestEpoch(manifest: Manifest): number {
  return manifest.lives.at(-1)?.epoch ?? 1
}

/** Segments that follow each other in a life from a position on, as far as each belongs to it. */
export function stretchesFrom(
  manifest: Manifest,
  epoch: number,
  from: number,
): Iterable<{ readonly segment: SegmentEntry; readonly upTo: number }> {
  return walk(manifest.segments, pathTo(manifest.lives, epoch), from)
}

/** A life on the way to a position: from where, and up to where the next one goes on from it. */
interface PathPart {
  readonly epoch: number
  readonly since: number
  readonly until: number
}

/** The lives up to an epoch, each as far as the next one shares it. */
function pathTo(lives: readonly StoreLife[], epoch: number): readonly PathPart[] {
  const walked = lives.filter((life) => life.epoch <= epoch)
  return walked.map((life, index) => ({
    ...life,
    until: Math.min(...walked.slice(index + 1).map(({ since }) => since), Number.POSITIVE_INFINITY),
  }))
}

/** Whether a position of a life is one that the path goes through, or starts from. */
function onPath(path: readonly PathPart[], epoch: number, seq: number): boolean {
  return path.some((part) => part.epoch === epoch && seq >= part.since && seq <= part.until)
}

function epochAt(path: readonly PathPart[], seq: number): number {
  return path.findLast((part) => part.since <= seq)?.epoch ?? 1
}

function beginsEmpty(segments: readonly SegmentEntry[]): boolean {
  return segments.some(({ from, gap }) => from === 0 && !gap)
}

/** The steps from one position to another without a gap; undefined when there are none such. */
function stepsBetween(
  segments: readonly SegmentEntry[],
  path: readonly PathPart[],
  from: number,
  to: number,
  empty: boolean,
): readonly RestoreStep[] | undefined {
  if (empty && !beginsEmpty(segments)) return undefined
  const steps: RestoreStep[] = []
  let reached = from
  for (const { segment, upTo } of walk(segments, path, from)) {
    if (segment.from > to) break
    steps.push({ segment, after: Math.max(segment.from, reached), upTo: Math.min(upTo, to) })
    reached = Math.max(reached, Math.min(upTo, to))
  }
  return reached >= to ? steps : undefined
}

function reachFrom(
  segments: readonly SegmentEntry[],
  path: readonly PathPart[],
  start: { readonly seq: number; readonly at: number },
): { readonly seq: number; readonly at: number } {
  let end = start
  for (const { segment, upTo } of walk(segments, path, start.seq)) {
    if (upTo >= end.seq) end = { seq: upTo, at: Math.max(end.at, segment.at) }
  }
  return end
}

/** Segments that follow each other from a position on, as far as the path goes along with each. */
function* walk(
  segments: readonly SegmentEntry[],
  path: readonly PathPart[],
  from: number,
): Generator<{ segment: SegmentEntry; upTo: number }> {
  let reached = from
  for (const part of path) {
    if (part.until < from) continue
    for (const segment of segments) {
      if (segment.epoch !== part.epoch || segment.to < reached || segment.from > part.until) continue
      if (segment.from > reached || (segment.gap && segment.from > from)) return
      const upTo = Math.min(segment.to, part.until)
      yield { segment, upTo }
      reached = Math.max(reached, upTo)
    }
  }
}

function outOfRange(manifest: Manifest, seq: number, epoch: number): SrvraError {
  const ranges = restorableRanges(manifest, epoch)
  const told = ranges.map(({ fromSeq, toSeq }) => `${fromSeq} to ${toSeq}`).join(', ')
  const message =
    ranges.length === 0
      ? 'There is no backup that could be restored from; make one first.'
      : `Operation ${seq} cannot be restored; what can is ${told}.`
  return new SrvraError('E_RANGE', message, { seq, from: ranges[0]?.fromSeq ?? null, to: ranges.at(-1)?.toSeq ?? null })
}
