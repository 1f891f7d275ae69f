import type { Clock } from '../../ports/clock.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

const MINUTE_MS = 60_000
const MINUTES = 60

/**
 * Writes in each of the last 60 minutes, oldest first; the last one is the minute that runs. Read from the log, so it
 * is right after a restart too. What closed minutes began with never changes and is remembered.
 */
export function createWriteRate(storage: DocumentReads, clock: Clock): () => number[] {
  const before = new Map<number, number>()

  const seqBefore = (minute: number): number => {
    const known = before.get(minute)
    if (known !== undefined) return known
    const seq = storage.seqAt(minute * MINUTE_MS - 1)
    before.set(minute, seq)
    return seq
  }

  return () => {
    const running = Math.floor(clock.now() / MINUTE_MS)
    for (const minute of before.keys()) {
      if (minute <= running - MINUTES) before.delete(minute)
    }
    const edges = Array.from({ length: MINUTES }, (_, index) => seqBefore(running - MINUTES + 1 + index))
    return edges.map((edge, index) => Math.max(0, (edges[index + 1] ?? storage.head().seq) - edge))
  }
}
