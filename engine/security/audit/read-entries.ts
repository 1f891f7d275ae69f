import type { Storage } from '../../ports/storage.ts'
import { entryId, ENTRIES, linkedEntry } from './audit-entry.ts'
import type { AuditOutcome, LinkedEntry } from './audit-entry.ts'

/** Which entries are wanted. Texts are compared without regard to case and found anywhere, actions from their beginning. */
export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly outcome?: AuditOutcome
  /** Milliseconds since 1970, both inclusive. */
  readonly from?: number
  readonly to?: number
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly LinkedEntry[]
  /** Where the next page begins; undefined when there is nothing older. A page may be empty and there is more all the same. */
  readonly next: number | undefined
  readonly examined: number
}

export interface AuditQuery {
  readonly filter: AuditFilter
  /** Entries before this one; absent: the newest. */
  readonly before?: number
  readonly limit: number
  /** The most entries that are looked at. */
  readonly examine: number
}

const SLICE = 500
/** Clocks are set back now and then, but never by more: what lies further back than this is older for certain. */
const DISORDER_MS = 86_400_000

/** One bounded step back through the trail, whose last entry is `end`. // A-9 */
export function readEntries(storage: Storage, end: number, { filter, before, limit, examine }: AuditQuery): AuditPage {
  const matches = matcherOf(filter)
  const oldest = (filter.from ?? Number.NEGATIVE_INFINITY) - DISORDER_MS
  const entries: LinkedEntry[] = []
  let examined = 0
  for (const entry of backwards(storage, Math.min(before ?? end + 1, end + 1))) {
    if (entry.at < oldest) break
    examined++
    if (matches(entry)) entries.push(entry)
    if (entries.length === limit || examined === examine) return { entries, next: entry.n, examined }
  }
  return { entries, next: undefined, examined }
}

/** Entries before one, newest first. */
function* backwards(storage: Storage, before: number): Generator<LinkedEntry> {
  for (let next = before; next > 1; next -= SLICE) {
    const first = Math.max(1, next - SLICE)
    const slice = storage.records(ENTRIES, { after: entryId(first - 1), limit: next - first }).map(linkedEntry)
    // What was let go of was let go of from the beginning.
    if (slice.length === 0) return
    yield* slice.filter(({ n }) => n < next).toReversed()
  }
}

/** All entries from the oldest on that a filter lets through, in slices that may be empty. */
export function* walkEntries(storage: Storage, filter: AuditFilter): Generator<readonly LinkedEntry[]> {
  const matches = matcherOf(filter)
  for (let after = ''; ;) {
    const page = storage.records(ENTRIES, { after, limit: SLICE })
    const last = page.at(-1)
    if (!last) return
    after = last.id
    yield page.map(linkedEntry).filter(matches)
  }
}

function matcherOf({ actor, action, target, outcome, from, to }: AuditFilter): (entry: LinkedEntry) => boolean {
  const inActor = containing(actor)
  const inTarget = containing(target)
  const beginning = action?.toLowerCase()
  return (entry) =>
    (outcome === undefined || entry.outcome === outcome) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at <= to) &&
    (beginning === undefined || entry.action.toLowerCase().startsWith(beginning)) &&
    inActor(entry.actor) &&
    inTarget(entry.target)
}

function containing(part: string | undefined): (text: string | undefined) => boolean {
  if (part === undefined || part === '') return () => true
  const wanted = part.toLowerCase()
  return (text) => text !== undefined && text.toLowerCase().includes(wanted)
}
