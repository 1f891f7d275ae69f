import { patch } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash, JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { Content, WireChange } from '../../core/protocol/frames.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Author } from './apply-draft.ts'

/** Who changed what came whole: nobody in particular, as far as a replica can tell. */
export const NO_METADATA: DocumentMetadata = Object.freeze({})

/** What a change comes to on a value; undefined when its delta does not fit or leads to something else (P-67). */
export function contentsOf(
  { value, delta, hash, metadata }: Content,
  from: JsonValue | undefined,
  hashOf: Hash,
): Contents | undefined {
  const bearing = metadata ?? NO_METADATA
  if (hash === undefined) return { value: undefined, metadata: bearing }
  const next = value ?? (delta === undefined || from === undefined ? undefined : patched(from, delta))
  if (next === undefined || contentHash(next, hashOf) !== hash) return undefined
  return { value: next, metadata: bearing }
}

function patched(from: JsonValue, delta: NonNullable<Content['delta']>): JsonValue | undefined {
  try {
    return patch(from, delta)
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_DELTA') return undefined
    throw error
  }
}

/**
 * Whose doing a change is. An operation of this replica comes back under its own id, which its own log has already; and in
 * another life of the hub an id can come that the log has from the life before (P-142).
 */
export function authorOf(change: WireChange, storage: Pick<Storage, 'storeId' | 'operation'>): Author {
  const { kind, actor, hlc, priority, reason, cause, batch, opId } = change
  const known = opId.startsWith(`${storage.storeId}-`) || storage.operation(opId) !== undefined
  return {
    kind,
    actor,
    hlc,
    ...(known ? {} : { opId }),
    ...(priority === undefined ? {} : { priority }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
    ...(batch === undefined ? {} : { group: batch }),
  }
}
