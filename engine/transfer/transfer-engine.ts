import type { Hash, JsonLimits, JsonValue } from '../core/json/index.ts'
import type { Storage } from '../ports/storage.ts'
import type { BulkCounts, BulkReport } from '../state/bulk-write.ts'
import type { BatchOptions, SetOperation } from '../state/write-options.ts'

/** What a transfer needs of an engine: its store to read, its write path to write. */
export interface TransferEngine {
  readonly storage: Storage
  readonly stateManager: TransferWriter
  readonly hash: Hash
  /** Limits of a document; the engine's own. */
  readonly limits?: JsonLimits
}

interface TransferWriter {
  /** What the schemas of a key say against a value. */
  check(key: string, value: JsonValue): readonly { readonly path: string; readonly code: string; readonly message: string }[]
  beginBulk(options: BatchOptions): BulkWriter
}

interface BulkWriter {
  write(operations: readonly SetOperation[]): BulkCounts
  commit(): BulkReport
  abandon(): void
}
