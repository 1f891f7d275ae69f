import type { Delta } from '../core/delta/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../core/log/change.ts'

/**
 * What the authority did with a write; `version` and `seq` are the authority's. An engine without nodes is its own
 * authority: every write is committed. A conflict waits at the hub for a decision, a rejected write among the dead letters.
 */
export type SyncOutcome =
  | { readonly outcome: 'committed' | 'merged'; readonly version: number; readonly seq: number }
  | { readonly outcome: 'conflict'; readonly conflict: string; readonly reason: string }
  | { readonly outcome: 'rejected'; readonly code: string; readonly message: string }

/** What one accepted write did: handed to the writer, to subscribers and to event handlers alike. */
export interface StateUpdate {
  readonly key: string
  /** The key's version after the write, from 1; 0 when a key that never was is deleted. */
  readonly version: number
  readonly previousVersion: number
  /** Position in the log. */
  readonly seq: number
  /** Frozen; undefined after a deletion. */
  readonly value: JsonValue | undefined
  readonly previousValue: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly previousMetadata: DocumentMetadata
  /** False when the write would have changed nothing: no version was made, nobody was told (S-3). */
  readonly changed: boolean
  readonly deleted: boolean
  readonly kind: ChangeKind
  /** Empty when nothing changed, as is `hlc`. */
  readonly opId: string
  readonly actor: string
  /** Milliseconds since 1970: when the version was made. */
  readonly at: number
  readonly hlc: string
  readonly priority: Priority
  /** The `seq` of the first change of the atomic batch it came in. */
  readonly batch?: number
  readonly reason?: string
  readonly cause?: string
  /** From the previous value to this one, made when first read; undefined when either side has no value. */
  readonly delta: Delta | undefined
  /** Resolves when the write is on the store's medium; rejects with the store's error when it never will be. */
  readonly durable: Promise<void>
  /** Resolves with what the authority did with the write. */
  readonly synced: Promise<SyncOutcome>
}

/** What an atomic batch did: one update for each operation, in order. */
export interface BatchResult {
  readonly updates: readonly StateUpdate[]
  /** False when no operation changed anything. */
  readonly changed: boolean
  /** The range of the log that the batch takes, for `undo`; absent when nothing changed. */
  readonly range?: { readonly fromSeq: number; readonly toSeq: number }
  readonly durable: Promise<void>
  readonly synced: Promise<SyncOutcome>
}
