import { sizeBytes, type Hash } from '../../core/json/index.ts'
import type { CompactionPlan, CompactionReport, Progress } from '../../ports/storage.ts'
import { isReadable, sizeOf, trim, type KeptChange, type KeyLine } from './key-line.ts'

const SLICE = 500

type Freed = Omit<CompactionReport, 'horizon'>

export interface Compaction {
  readonly lines: readonly KeyLine[]
  readonly plan: CompactionPlan
  readonly horizonSeq: number
  readonly hash: Hash
  /** Called before each slice; may throw. */
  readonly admit: () => void
  /** Takes the trimmed form of a change over into the log. */
  readonly replace: (change: KeptChange) => void
}

/** Lets go of what the plan does not keep, key by key; each key keeps its state at the horizon and what came after. */
export function* compactLines(compaction: Compaction): Generator<Progress, Freed> {
  const { lines, plan, admit } = compaction
  const freed = { removedChanges: 0, trimmedVersions: 0, freedBytes: 0 }
  for (const [done, line] of lines.entries()) {
    if (done % SLICE === 0) {
      if (done > 0) yield { done, total: lines.length }
      admit()
    }
    const atHorizon = Math.max(0, line.indexAt(compaction.horizonSeq))
    for (const change of line.changes.splice(0, atHorizon)) {
      freed.freedBytes += change.value === undefined ? 0 : sizeBytes(change.value)
      freed.removedChanges += 1
      line.cut = true
    }
    const keep = plan.keepVersionsOf?.(line.key) ?? plan.keepVersions
    if (keep !== undefined) trimLine(line, Math.max(1, keep), compaction, freed)
  }
  yield { done: lines.length, total: lines.length }
  return freed
}

function trimLine(
  line: KeyLine,
  keep: number,
  { hash, replace }: Compaction,
  freed: { trimmedVersions: number; freedBytes: number },
): void {
  // From the newest that goes, down to the first that went before.
  for (let index = line.changes.length - keep - 1; index >= 0; index -= 1) {
    const change = line.changes[index] as KeptChange
    if (!isReadable(change)) return
    if (change.deleted) continue
    const trimmed = trim(change, hash)
    line.changes[index] = trimmed
    replace(trimmed)
    freed.trimmedVersions += 1
    freed.freedBytes += sizeOf(change)
  }
}
