import { parseDelta } from '../../core/delta/index.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { Content, WireChange, WireDocument } from '../../core/protocol/frames.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { StateUpdate } from '../../state/state-update.ts'

/** Nothing but the metadata changed. */
const SAME = parseDelta({})

/** A change that was just made, as a delta where its reader holds the version before (P-41). */
export function wireUpdate(update: StateUpdate, hash: Hash): WireChange {
  const { previousValue, previousVersion, value, metadata } = update
  const delta = previousValue === undefined || value === undefined ? undefined : (update.delta ?? SAME)
  const content: Content = delta === undefined ? (value === undefined ? {} : { value }) : { delta }
  return envelope(update, { ...content, ...identity(value, metadata, hash) }, delta === undefined ? 0 : previousVersion)
}

/** A change from the log, whole. */
export function wireChange(change: Change, hash: Hash): WireChange {
  const { value, metadata } = change
  return envelope(change, { ...(value === undefined ? {} : { value }), ...identity(value, metadata, hash) }, 0)
}

/** A live document, whole. */
export function wireDocument(
  { key, version, seq, value, metadata, actor, updatedAt }: StoredDocument,
  hash: Hash,
): WireDocument | undefined {
  if (value === undefined) return undefined
  return { key, version, seq, value, hash: contentHash(value, hash), ...bearing(metadata), actor, at: updatedAt }
}

type Envelope = Pick<Change, 'seq' | 'key' | 'version' | 'kind' | 'opId' | 'actor' | 'at' | 'hlc' | 'priority'> &
  Partial<Pick<Change, 'batch' | 'reason' | 'cause'>>

function envelope(change: Envelope, content: Content, base: number): WireChange {
  const { seq, key, version, kind, opId, actor, at, hlc, priority, batch, reason, cause } = change
  return {
    seq,
    key,
    version,
    base,
    kind,
    opId,
    actor,
    at,
    hlc,
    ...(priority === 'normal' ? {} : { priority }),
    ...(batch === undefined ? {} : { batch }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
    ...content,
  }
}

function identity(value: Change['value'], metadata: Change['metadata'], hash: Hash): Content {
  return { ...(value === undefined ? {} : { hash: contentHash(value, hash) }), ...bearing(metadata) }
}

/** Most documents bear no metadata, and say nothing of it. */
function bearing(metadata: Change['metadata']): Pick<Content, 'metadata'> {
  for (const _ in metadata) return { metadata }
  return {}
}
