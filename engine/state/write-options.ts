import type { JsonObject } from '../core/json/index.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../core/log/change.ts'

/** Metadata to change: a member given replaces the old one, `null` removes it, an absent one stays. */
export interface MetadataPatch {
  readonly tags?: readonly string[] | null
  readonly contentType?: string | null
  readonly retentionClass?: string | null
  readonly custom?: JsonObject | null
}

/** Settings that stay with the key, for the life of this engine, until a later write gives others. */
export interface KeySettings {
  /** Whether older versions of the key are promised at all. Default true. */
  readonly trackHistory?: boolean
  /** How many readable versions of the key are promised. Default: the engine's `historySize`. */
  readonly historySize?: number
  /** Whether nodes are sent deltas or whole values of the key. */
  readonly enableDeltaUpdates?: boolean
  /** Whether messages to nodes that carry the key are compressed from `compressionThreshold` bytes on. */
  readonly compression?: boolean
  readonly compressionThreshold?: number
  /** At most how often nodes are sent the key, in milliseconds. */
  readonly syncInterval?: number
}

/** Who writes, why, on top of what. */
export interface WriteOptions {
  /** Refused with E_VERSION_CONFLICT unless the key is at this version (0: has never been). */
  readonly baseVersion?: number
  /** The same as `baseVersion`, by its other name. */
  readonly expectedVersion?: number
  readonly actor?: string
  readonly reason?: string
  readonly cause?: string
  readonly kind?: Extract<ChangeKind, 'set' | 'import' | 'restore' | 'merge'>
  /** The lane of the change: orders what nodes are sent. Default 'normal'. */
  readonly priority?: Priority
}

export interface SetOptions extends WriteOptions, KeySettings {
  readonly metadata?: MetadataPatch
}

/** One operation of a batch: set a value, delete a key, or change its metadata alone. */
export type BatchOperation =
  | { readonly key: string; readonly value: unknown; readonly metadata?: MetadataPatch; readonly baseVersion?: number }
  | { readonly key: string; readonly delete: true; readonly baseVersion?: number }
  | { readonly key: string; readonly metadata: MetadataPatch; readonly baseVersion?: number }

export type BatchOptions = Omit<WriteOptions, 'baseVersion' | 'expectedVersion'>

/** A point in a key's life: a version number, a date, or either spelled out; `seq` is a position in the log. */
export type Moment = number | Date | { readonly version: number } | Instant

/** A point in the life of the whole store: a date, milliseconds since 1970, or a position in the log. */
export type Instant = Date | { readonly at: number | Date } | { readonly seq: number }

export type { DocumentMetadata, Priority }
