import type { Hash } from '../json/content-hash.ts'
import type { ChangeSummary } from './change.ts'

/** What the chain holds of a change besides its summary: hashes and texts as they are stored. */
export interface ChainedParts {
  /** Content hash of the resulting value; null after a deletion. */
  readonly hash: string | null
  readonly sizeBytes: number
  /** The metadata's canonical text; null when there is none. */
  readonly metadata: string | null
}

/**
 * The next link: a hash over the link before it and the change's header. Values are not in it, their hashes are, so
 * that a value can be let go of (compaction, erasure) and the chain still verifies (L-4).
 */
export function chainLink(previous: string, change: ChangeSummary, parts: ChainedParts, hash: Hash): string {
  return hash(`${previous}${headerText(change, parts)}`)
}

/** Everything about a change but its value, as one unambiguous text. */
function headerText(change: ChangeSummary, { hash, sizeBytes, metadata }: ChainedParts): string {
  const { seq, opId, key, version, baseVersion, kind, actor, origin, at, hlc, priority, batch, reason, cause } = change
  return JSON.stringify([
    seq,
    opId,
    key,
    version,
    baseVersion,
    kind,
    actor,
    origin,
    at,
    hlc,
    priority,
    batch ?? null,
    reason ?? null,
    cause ?? null,
    hash,
    sizeBytes,
    metadata,
  ])
}

/** What the first link of a log hangs on: another store's log does not fit. */
export function chainStart(storeId: string, hash: Hash): string {
  return hash(`log of ${storeId}`)
}
