import { sizeBytes } from '../../core/json/index.ts'
import type { CompactionPlan, CompactionReport, Progress } from '../../ports/storage.ts'
import type { KeyLine } from './key-line.ts'

const SLICE = 500

type Freed = Omit<CompactionReport, 'horizon'>

/** Lets go of what the plan does not keep, key by key; each key keeps its state at the horizon and what came after. */
export function* compactLines(lines: readonly KeyLine[], plan: CompactionPlan, horizonSeq: number): Generator<Progress, Freed> {
  let removedChanges = 0
  let trimmedVersions = 0
  let freedBytes = 0
  for (const [done, line] of lines.entries()) {
    const atHorizon = Math.max(0, line.indexAt(horizonSeq))
    for (const change of line.changes.splice(0, atHorizon)) {
      freedBytes += change.value === undefined ? 0 : sizeBytes(change.value)
      removedChanges += 1
    }
    line.readableFrom = Math.max(0, line.readableFrom - atHorizon)
    const keep = plan.keepVersionsOf?.(line.key) ?? plan.keepVersions ?? Number.POSITIVE_INFINITY
    const readableFrom = Math.max(line.readableFrom, line.changes.length - Math.max(1, keep))
    trimmedVersions += readableFrom - line.readableFrom
    line.readableFrom = readableFrom
    if (done % SLICE === SLICE - 1) yield { done: done + 1, total: lines.length }
  }
  return { removedChanges, trimmedVersions, freedBytes }
}
