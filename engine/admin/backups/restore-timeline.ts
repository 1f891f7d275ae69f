import type { ChangeKind } from '../../core/log/change.ts'
import type { HistoryEntry, Storage } from '../../ports/storage.ts'
import { inTurns } from '../../recovery/in-turns.ts'
import { countOf } from '../bulk/count-sentence.ts'
import type { RestoreEvent, RestoreTimeline } from '../commands.ts'

const BUCKETS = 60
const PAGE = 500
/** So many changes are looked at for events, the newest of the span: looking takes about a second. */
const LOOKED_AT = 200_000
/** A batch of so many changes is a bulk. */
const BULK = 10

export interface TimelineSpan {
  readonly fromAt: number
  readonly toAt: number
  readonly limit: number
}

/** What happened in a span of time that somebody might want to go back before, and how much happened when. */
export async function restoreTimeline(storage: Storage, { fromAt, toAt, limit }: TimelineSpan): Promise<RestoreTimeline> {
  const [first, last] = [Math.max(storage.seqAt(fromAt), storage.horizon().seq), storage.seqAt(toAt)]
  const after = Math.max(first, last - LOOKED_AT)
  const events = await inTurns(eventsBetween(storage, after, last))
  return {
    fromAt,
    toAt,
    buckets: bucketsOf(storage, fromAt, toAt),
    events: events.slice(-limit),
    truncated: after > first || events.length > limit,
  }
}

/** The log knows positions by time, so that a span is counted without being read. */
function bucketsOf(storage: Storage, fromAt: number, toAt: number): readonly number[] {
  const edges = Array.from({ length: BUCKETS + 1 }, (_, index) => storage.seqAt(fromAt + ((toAt - fromAt) * index) / BUCKETS))
  return edges.slice(1).map((edge, index) => edge - (edges[index] ?? edge))
}

function* eventsBetween(storage: Storage, after: number, upTo: number): Generator<undefined, readonly RestoreEvent[]> {
  const events: RestoreEvent[] = []
  let group: HistoryEntry[] = []
  const close = (): void => {
    const event = eventOf(group)
    if (event) events.push(event)
    group = []
  }
  for (let from = after; from < upTo;) {
    const page = storage.log({ after: from, limit: Math.min(PAGE, upTo - from) })
    for (const entry of page) {
      const [before] = group
      if (before && !belongs(before, entry)) close()
      group.push(entry)
    }
    from = page.at(-1)?.seq ?? upTo
    yield undefined
  }
  close()
  return events
}

/** One act: a batch, or what has one cause. */
function belongs(first: HistoryEntry, entry: HistoryEntry): boolean {
  if (first.actor !== entry.actor || first.kind !== entry.kind) return false
  if (first.batch !== undefined || entry.batch !== undefined) return first.batch === entry.batch
  return first.cause !== undefined && first.cause === entry.cause
}

const DEEDS: Readonly<Record<ChangeKind, string>> = {
  set: 'written',
  delete: 'deleted',
  merge: 'merged',
  rollback: 'rolled back',
  restore: 'put back',
  import: 'imported',
}

function eventOf(group: readonly HistoryEntry[]): RestoreEvent | undefined {
  const [first] = group
  if (!first) return undefined
  const { seq, at, actor, kind } = first
  const count = group.length
  const what =
    kind === 'import' || kind === 'rollback' || kind === 'restore' ? kind : count >= BULK ? 'bulk' : count > 1 ? 'batch' : undefined
  if (!what) return undefined
  return { seq, at, kind: what, actor, count, label: `${countOf(count, 'document')} ${DEEDS[kind]}` }
}
