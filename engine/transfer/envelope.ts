import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import { admitJson, contentHash } from '../core/json/index.ts'
import type { Hash, JsonLimits, JsonObject, JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import { formatInstant } from '../core/query/index.ts'
import type { StoredDocument } from '../ports/storage.ts'

const MARK = 'document/1'

/** What makes a row an envelope. Metadata is checked by the write path, like all metadata. */
const Parts = z.object({
  srvra: z.literal(MARK).optional(),
  key: z.string(),
  version: z.int().min(1),
  hash: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
  value: z.custom<JsonValue>((value) => value !== undefined, 'missing'),
})

/** What an envelope says that an import uses; author and times are for the reader, the new store has its own. */
export interface Envelope {
  readonly key: string
  readonly version: number
  readonly metadata: DocumentMetadata
  readonly value: JsonValue
}

/** A document with what surrounds it, as an export with metadata writes it. // T-16 */
export function envelopeOf(document: StoredDocument, hash: Hash): JsonObject {
  return {
    srvra: MARK,
    key: document.key,
    version: document.version,
    hash: contentHash(document.value ?? null, hash),
    metadata: document.metadata as JsonObject,
    actor: document.actor,
    createdAt: formatInstant(document.createdAt),
    updatedAt: formatInstant(document.updatedAt),
    value: document.value ?? null,
  }
}

/** Limits for the text around a document that is as large as `limits` allow. */
export function envelopeLimits(limits: JsonLimits): JsonLimits {
  return { ...limits, maxBytes: limits.maxBytes * 2 + 4096, maxDepth: limits.maxDepth + 2, maxFields: limits.maxFields * 2 + 16 }
}

/** Throws E_IMPORT_ENVELOPE when the row is none, or when its value is not the one that its hash was made of. */
export function parseEnvelope(row: JsonValue, limits: JsonLimits, hash: Hash): Envelope {
  const envelope = Parts.safeParse(row)
  if (!envelope.success) {
    const [issue] = envelope.error.issues
    throw refuse(
      `is not a document with its metadata (${issue?.path.join('.') || 'row'}: ${issue?.message ?? ''}). Plain rows need a key template`,
    )
  }
  const { key, version, metadata, hash: expected } = envelope.data
  // From the row itself: the parts are copies, the row's members are admitted already.
  const value = admitJson((row as JsonObject)['value'], limits)
  if (expected !== undefined && expected !== contentHash(value, hash)) throw refuse('has a value that does not match its hash')
  return { key, version, metadata, value }
}

/** True for a row that says of itself that it is an envelope. */
export function isEnvelope(row: JsonValue): boolean {
  return typeof row === 'object' && row !== null && !Array.isArray(row) && (row as JsonObject)['srvra'] === MARK
}

function refuse(why: string): SrvraError {
  return new SrvraError('E_IMPORT_ENVELOPE', `The row ${why}.`)
}
