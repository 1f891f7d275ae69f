import { equalJson } from '../core/json/index.ts'
import type { JsonObject } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import type { Storage } from '../ports/storage.ts'
import type { BulkCounts } from '../state/bulk-write.ts'
import type { SetOperation } from '../state/write-options.ts'
import type { ImportEntry } from './import-entry.ts'

/** What an entry asks of the write path. An envelope's metadata replaces all of the old, so what it leaves out goes. */
export function operationOf({ key, value, metadata, version }: ImportEntry): SetOperation {
  if (metadata === undefined) return { key, value }
  const whole = { tags: null, contentType: null, retentionClass: null, custom: null, ...metadata }
  return { key, value, metadata: whole, ...(version === undefined ? {} : { version }) }
}

/** What writing the entries would do, told without writing. */
export function compareEntries(storage: Storage, entries: readonly ImportEntry[]): BulkCounts {
  const counts = { created: 0, changed: 0, unchanged: 0 }
  for (const entry of entries) {
    const current = storage.read(entry.key)
    if (current?.value === undefined) counts.created += 1
    else if (equalJson(current.value, entry.value) && sameMetadata(current.metadata, entry.metadata)) counts.unchanged += 1
    else counts.changed += 1
  }
  return counts
}

function sameMetadata(current: DocumentMetadata, next: DocumentMetadata | undefined): boolean {
  return next === undefined || equalJson(current as JsonObject, next as JsonObject)
}
