import { isOpen } from '../../conflict/conflict-summary.ts'
import type { ConflictReason, ConflictSummary, ConflictView } from '../../conflict/conflict.ts'
import { isAutomatic } from '../../conflict/precedent.ts'
import type { ConflictAnalytics } from '../commands.ts'

const HOTTEST = 10
const TENTHS = 10

/** What an analysis is made of. */
export interface ConflictsToAnalyze {
  /** Decisions of the span, newest first, and how many are read at the most. */
  readonly decided: readonly ConflictView[]
  readonly most: number
  readonly waiting: readonly ConflictSummary[]
}

export interface Span {
  readonly from: number
  readonly to: number
  readonly slices: number
}

/** Works out where conflicts come from, how long they take, and how good the suggestions are. */
export function analyzeConflicts({ decided, most, waiting }: ConflictsToAnalyze, span: Span): ConflictAnalytics {
  const byPeople = decided.filter(({ state, resolution }) => state === 'resolved' && resolution && !isAutomatic(resolution))
  const times = byPeople
    .map(({ detectedAt, resolution }) => (resolution?.at ?? detectedAt) - detectedAt)
    .toSorted((one, other) => one - other)
  return {
    looked: decided.length,
    truncated: decided.length === most,
    byReason: countBy(decided, ({ reason }) => reason) as Partial<Record<ConflictReason, number>>,
    byStrategy: countBy(decided, ({ resolution }) => resolution?.strategy ?? 'manual'),
    hotFields: hottest(decided.flatMap(openPaths)).map(([path, count]) => ({ path, count })),
    hotReplicas: hottest(decided.map(({ replica }) => replica)).map(([replica, count]) => ({ replica, count })),
    timeToResolve: { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) },
    acceptance: acceptanceOf(byPeople),
    timeline: timelineOf(decided, [...decided, ...waiting], span),
  }
}

function openPaths({ changes }: ConflictView): readonly string[] {
  return changes.filter(isOpen).map(({ path }) => path)
}

function countBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1
  return counts
}

function hottest(names: readonly string[]): readonly (readonly [string, number])[] {
  return Object.entries(countBy(names, (name) => name))
    .toSorted((left, right) => right[1] - left[1])
    .slice(0, HOTTEST)
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** A choice is an acceptance when what was chosen is what was suggested. */
function acceptanceOf(decided: readonly ConflictView[]): ConflictAnalytics['acceptance'] {
  const tenths = Array.from({ length: TENTHS }, () => ({ cases: 0, accepted: 0 }))
  for (const { changes, resolution } of decided) {
    for (const field of changes.filter(isOpen)) {
      const choice = resolution?.choices.find(({ path }) => path === field.path)
      const tenth = tenths[Math.min(TENTHS - 1, Math.floor(field.confidence * TENTHS))]
      if (!choice || !tenth) continue
      tenth.cases++
      const later = JSON.stringify(field.result) === JSON.stringify(field.theirs) ? 'remote' : 'local'
      if (choice.take === 'suggestion' || choice.take === later) tenth.accepted++
    }
  }
  return tenths.flatMap(({ cases, accepted }, confidence) => (cases === 0 ? [] : [{ confidence, cases, accepted }]))
}

function timelineOf(
  decided: readonly ConflictView[],
  arrived: readonly ConflictSummary[],
  { from, to, slices }: Span,
): ConflictAnalytics['timeline'] {
  const width = Math.max(1, (to - from) / slices)
  const timeline = Array.from({ length: slices }, (_, index) => ({
    at: from + index * width,
    arrived: 0,
    decided: 0,
    automatic: 0,
  }))
  const sliceAt = (at: number) =>
    at < from || at > to ? undefined : timeline[Math.min(slices - 1, Math.floor((at - from) / width))]
  for (const { detectedAt } of arrived) {
    const slice = sliceAt(detectedAt)
    if (slice) slice.arrived++
  }
  for (const { resolution } of decided) {
    const slice = resolution && sliceAt(resolution.at)
    if (!slice) continue
    slice.decided++
    if (isAutomatic(resolution)) slice.automatic++
  }
  return timeline
}
