import type { Hash } from '../json/content-hash.ts'
import type { ChangeSummary } from './change.ts'

/** What the chain holds of a change besides its summary: hashes and texts as they are stored. */
export interface ChainedParts {
  /** Content hash of the resulting value; null after a deletion. */
  readonly hash: string | null
  /** The metadata's canonical text where the change carries it. */
  readonly metadata: string | null
}

/** What the first link hangs on. */
export const CHAIN_START = ''

/**
 * The next link: a hash over the link before it and the change's header. Values are not in it, their hashes are, so
 * that a value can be let go of (compaction, erasure) and the chain still verifies (L-4).
 */
export function chainLink(previous: string, change: ChangeSummary, parts: ChainedParts, hash: Hash): string {
  const { seq, opId, key, version, baseVersion, kind, actor, origin, at, hlc, priority, batch, reason, cause } = change
  const header = [seq, opId, key, version, baseVersion, kind, actor, origin, at, hlc, priority, batch ?? null, reason ?? null, cause ?? null, parts.hash, parts.metadata]
  return hash(previous + JSON.stringify(header))
}
