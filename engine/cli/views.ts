import { formatInstant } from '../core/query/index.ts'
import type { DocumentRow, HistoryEntry, StoredDocument } from '../ports/storage.ts'

// What --json prints. Times are ISO 8601 in UTC, so that they can be given back as arguments.

export function documentView({ key, version, seq, value, metadata, actor, createdAt, updatedAt }: StoredDocument): object {
  return {
    key,
    version,
    seq,
    actor,
    createdAt: formatInstant(createdAt),
    updatedAt: formatInstant(updatedAt),
    metadata,
    value: value ?? null,
  }
}

export function rowView({ key, version, seq, sizeBytes, updatedAt, actor, tags }: DocumentRow): object {
  return { key, version, seq, sizeBytes, updatedAt: formatInstant(updatedAt), actor, tags }
}

export function changeView(entry: HistoryEntry): object {
  const { seq, key, version, kind, deleted, at, actor, origin, reason, cause, batch, hash, sizeBytes, readable } = entry
  return { seq, key, version, kind, deleted, at: formatInstant(at), actor, origin, reason, cause, batch, hash, sizeBytes, readable }
}

export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
