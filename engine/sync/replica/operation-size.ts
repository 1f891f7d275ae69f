import { quotedByteLength, sizeBytes } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'

/** Names, punctuation, ids, hashes and readings of an operation on the wire, with room to spare. */
const ENVELOPE_BYTES = 400

interface Sized {
  readonly key: string
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly actor?: string
  readonly reason?: string
  readonly cause?: string
}

/** How much of a frame an operation takes at the most: a delta makes it less. */
export function operationBytes({ key, value, metadata, actor = '', reason = '', cause = '' }: Sized): number {
  const texts = quotedByteLength(key) + quotedByteLength(actor) + quotedByteLength(reason) + quotedByteLength(cause)
  // Metadata is plain JSON; the interface only lacks the index signature that says so.
  return ENVELOPE_BYTES + texts + (value === undefined ? 0 : sizeBytes(value)) + sizeBytes(metadata as JsonValue)
}
