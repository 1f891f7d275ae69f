import type { HistoryEntry, LogPosition } from '../../ports/storage.ts'
import type { Timeline } from '../commands.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

/** Versions of one key that its timeline counts; older ones of a very busy key are left out. */
const MOST_VERSIONS = 10_000
const PAGE = 500

/** What a timeline is asked for: so many buckets, over all of the log or a span of it. */
export interface TimelineQuery {
  readonly buckets: number
  readonly from?: number
  readonly to?: number
}

/** How the log is spread over time: by one search for each edge, so that its cost does not grow with the log. */
export function logTimeline(storage: DocumentReads, query: TimelineQuery): Timeline {
  const head = positionOf(storage.head())
  const horizon = storage.horizon()
  const first = storage.log({ after: horizon.seq, limit: 1 })[0]
  const from = query.from ?? first?.at ?? head.at
  const to = Math.max(from, query.to ?? head.at)
  // A change at an edge belongs to the bucket before it; the first bucket takes its beginning in, too.
  const seqs = upperEdges(from, to, query.buckets).map((edge) => storage.seqAt(edge))
  const before = Math.max(horizon.seq, storage.seqAt(from - 1))
  const counts = seqs.map((seq, index) => Math.max(0, seq - (seqs[index - 1] ?? before)))
  return { horizon, head, from, to, buckets: counts }
}

/** The same for the versions of one key. */
export function keyTimeline(storage: DocumentReads, key: string, query: TimelineQuery): Timeline {
  const changes = newestVersions(storage, key)
  const newest = changes[0]
  const from = query.from ?? changes.at(-1)?.at ?? 0
  const to = Math.max(from, query.to ?? newest?.at ?? 0)
  const counts = Array.from({ length: query.buckets }, () => 0)
  for (const { at } of changes) {
    if (at < from || at > to) continue
    const place = Math.ceil(((at - from) / Math.max(1, to - from)) * query.buckets) - 1
    const bucket = Math.max(0, place)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { horizon: storage.horizon(), head: positionOf(newest ?? storage.head()), from, to, buckets: counts }
}

function upperEdges(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? to : from + ((to - from) * (index + 1)) / count))
}

function newestVersions(storage: DocumentReads, key: string): HistoryEntry[] {
  const changes: HistoryEntry[] = []
  while (changes.length < MOST_VERSIONS) {
    const before = changes.at(-1)?.version
    const page = storage.history(key, { limit: PAGE, ...(before === undefined ? {} : { before }) })
    changes.push(...page)
    if (page.length < PAGE) break
  }
  return changes
}

/** A store may answer with more than a position, such as the change that lies there. */
function positionOf({ seq, at }: LogPosition): LogPosition {
  return { seq, at }
}
