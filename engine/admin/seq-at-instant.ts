import { SrvraError } from '../core/errors.ts'
import { formatInstant } from '../core/query/index.ts'
import type { DocumentReads } from './permitted/document-reads.ts'

/** The change that was the last one at an instant. Throws E_COMPACTED (details: `oldest`) when that lies below the horizon. */
export function seqAtInstant(storage: DocumentReads, at: number): number {
  const seq = storage.seqAt(at)
  const horizon = storage.horizon()
  if (seq >= horizon.seq) return seq
  throw new SrvraError('E_COMPACTED', `History begins at ${formatInstant(horizon.at)}: what was before has been compacted away.`, {
    oldest: horizon.at,
  })
}
