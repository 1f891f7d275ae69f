import { canonicalText, type Hash, type JsonValue } from '../../core/json/index.ts'
import { StateDigest } from '../../core/log/digest.ts'
import type { CompactionPlan, CompactionReport, Progress } from '../../ports/storage.ts'
import type { ChangeRow } from './change-table.ts'
import type { DocumentEntry } from './document-table.ts'
import type { LogHead } from './log-head.ts'
import type { Horizon } from './meta-table.ts'
import { FORM } from './schema.ts'
import type { Tables } from './tables.ts'

/** Documents in one transaction: some milliseconds, so that others get their turn in between. */
const SLICE = 200

export interface CompactionParts {
  readonly tables: Tables
  readonly hash: Hash
  readonly plan: CompactionPlan
  readonly head: () => LogHead
  readonly seqAt: (at: number) => number
  readonly inTransaction: <Result>(work: () => Result) => Result
}

interface Tally {
  removedChanges: number
  trimmedVersions: number
  freedBytes: number
}

/**
 * Lets go of old values and old changes, key by key (L-20 to L-23). The newest change of each key at or below the
 * horizon stays, as a whole value; the chain goes on from its link at the horizon.
 */
export function* compact(parts: CompactionParts): Generator<Progress, CompactionReport> {
  const { tables, plan, hash } = parts
  const old = tables.meta.horizon
  const target = plan.before === undefined ? old.seq : Math.max(old.seq, parts.seqAt(plan.before))
  const digest = new StateDigest(hash)
  const tally: Tally = { removedChanges: 0, trimmedVersions: 0, freedBytes: 0 }
  const total = tables.documents.lastId()
  const link = linkAt(parts, target, old)
  // The horizon moves first: a reader between two slices must not be promised what the next slice takes.
  if (target > old.seq) parts.inTransaction(() => (tables.meta.horizon = { ...link, digest: '' }))
  for (let after = 0; after < total; after += SLICE) {
    parts.inTransaction(() => {
      for (const entry of tables.documents.entries(after, Math.min(total, after + SLICE))) {
        compactKey(parts, entry, target, tally)
        const row = tables.versions.rowAt(entry, target)
        if (row?.hash) digest.add(entry.document.key, row.version, row.hash)
      }
    })
    yield { done: Math.min(total, after + SLICE), total }
  }
  if (target > old.seq) parts.inTransaction(() => (tables.meta.horizon = { ...link, digest: digest.toString() }))
  return { horizon: { seq: link.seq, at: link.at }, ...tally }
}

function linkAt(parts: CompactionParts, target: number, old: Horizon): Omit<Horizon, 'digest'> {
  const row = target > old.seq ? parts.tables.changes.get(target) : undefined
  return row ? { seq: row.seq, at: row.at, chain: row.chain } : old
}

function compactKey(parts: CompactionParts, entry: DocumentEntry, horizonSeq: number, tally: Tally): void {
  const { tables, plan } = parts
  const { version, key } = entry.document
  const keep = plan.keepVersionsOf?.(key) ?? plan.keepVersions ?? Number.POSITIVE_INFINITY
  const atHorizon = tables.versions.rowAt(entry, horizonSeq)
  const byCount = Number.isFinite(keep) ? version - Math.max(1, keep) + 1 : 0
  const readableFrom = Math.max(entry.readableFrom, atHorizon?.version ?? 0, byCount)
  if (readableFrom > entry.readableFrom) {
    const oldest = tables.versions.firstRowFrom(entry, readableFrom)
    if (oldest) makeWhole(parts, entry, oldest)
    tally.trimmedVersions += trimBelow(parts, oldest, tally)
    tables.keyframes.dropBelow(entry.id, readableFrom)
    tables.documents.setReadableFrom(entry, readableFrom)
  }
  if (atHorizon) removeBelow(parts, atHorizon, tally)
}

function makeWhole({ tables }: CompactionParts, entry: DocumentEntry, row: ChangeRow): void {
  if (row.form === FORM.whole || row.hash === null) return
  const { value } = tables.versions.documentOf(entry, row)
  tables.changes.setBody(row.seq, FORM.whole, canonicalText(value as JsonValue))
}

/** Takes the values of the key's changes below a row; who and when stay. */
function trimBelow({ tables }: CompactionParts, oldest: ChangeRow | undefined, tally: Tally): number {
  let trimmed = 0
  for (let row = oldest && tables.changes.get(oldest.previous); row; row = tables.changes.get(row.previous)) {
    if (row.body === null && row.hash !== null) break
    tally.freedBytes += row.body?.length ?? 0
    if (row.body !== null) tables.changes.setBody(row.seq, FORM.none, null)
    trimmed += 1
  }
  return trimmed
}

/** Takes the key's changes below its newest one at the horizon altogether. */
function removeBelow({ tables }: CompactionParts, newest: ChangeRow, tally: Tally): void {
  for (let row = tables.changes.get(newest.previous); row; row = tables.changes.get(row.previous)) {
    tables.changes.remove(row.seq)
    tally.removedChanges += 1
  }
}
