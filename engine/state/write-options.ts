import type { JsonObject } from '../core/json/index.ts'
import type { DocumentPolicy } from '../core/policy/index.ts'
import type { ChangeKind, Priority } from '../core/log/change.ts'

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
  /** What the author may do: refused with E_FORBIDDEN what goes beyond it. Absent: everything. */
  readonly policy?: DocumentPolicy
}

export interface SetOptions extends WriteOptions, KeySettings {
  readonly metadata?: MetadataPatch
}

interface Guarded {
  readonly key: string
  /** Refused with E_VERSION_CONFLICT unless the key is at this version. */
  readonly baseVersion?: number
}

/** Sets a value, and metadata with it. `version` keeps a greater version number of an import or restore. */
export interface SetOperation extends Guarded {
  readonly value: unknown
  readonly metadata?: MetadataPatch
  readonly version?: number
}

export interface DeleteOperation extends Guarded {
  readonly delete: true
}

/** Changes the metadata alone. */
export interface MetadataOperation extends Guarded {
  readonly metadata: MetadataPatch
}

/** Makes the key what it was at a version, by a change of kind rollback; 0 stands for before it was. */
export interface RollbackOperation extends Guarded {
  readonly rollbackTo: number
  /** Default: `rollback:<version>`. */
  readonly cause?: string
}

/** One operation of a batch. */
export type BatchOperation = SetOperation | DeleteOperation | MetadataOperation | RollbackOperation

export type BatchOptions = Omit<WriteOptions, 'baseVersion' | 'expectedVersion'>

/** A point in a key's life: a version number, a date, or either spelled out; `seq` is a position in the log. */
export type Moment = number | Date | { readonly version: number } | Instant

/** A point in the life of the whole store: a date, milliseconds since 1970, or a position in the log. */
export type Instant = Date | { readonly at: number | Date } | { readonly seq: number }
