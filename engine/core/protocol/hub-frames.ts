import type { StoreLife } from '../log/store-life.ts'
import type { JsonObject } from '../json/json-value.ts'
import type { Answer, WireChange, WireDocument } from './parts.ts'

export interface Welcome {
  readonly type: 'welcome'
  readonly protocol: number
  readonly hub: string
  readonly epoch: number
  /** The hub's lives, oldest first; told to replicas that told theirs (P-140). */
  readonly lives?: readonly StoreLife[]
  /** The position that the hub's log had when it said welcome. */
  readonly head: number
  /** `log`: changes follow from `since` on; `snapshot`: documents first, then changes. */
  readonly resume: 'log' | 'snapshot'
  /** The codec of binary messages, both ways; absent: none. */
  readonly codec?: string
  readonly limits: { readonly frameBytes: number; readonly operations: number; readonly patterns: number }
  /** Milliseconds since 1970 at the hub: a replica with a wrong clock corrects its readings by it. */
  readonly time: number
  readonly heartbeatMs: number
  /** Who the hub takes the replica for. */
  readonly identity: string
}

export interface Answers {
  readonly type: 'answers'
  readonly id: number
  readonly answers: readonly Answer[]
}

/** Changes of subscribed keys after `from` up to `to`: contiguous with the frame before, whatever was left out between. */
export interface Changes {
  readonly type: 'changes'
  readonly from: number
  readonly to: number
  readonly changes: readonly WireChange[]
}

/**
 * A page of documents in the order of their keys: all that match, after `after` up to and with `upTo` (absent: to the
 * end). What the replica holds in that range and is not here does not exist.
 */
export interface Snapshot {
  readonly type: 'snapshot'
  /** Changes follow from here when the snapshot is done. */
  readonly at: number
  readonly patterns: readonly string[]
  /** Documents that match these are left out: the replica has them. */
  readonly except: readonly string[]
  readonly after?: string
  readonly upTo?: string
  readonly documents: readonly WireDocument[]
}

export interface Documents {
  readonly type: 'documents'
  readonly id: number
  /** The position that they are read at. */
  readonly at: number
  readonly documents: readonly WireDocument[]
  /** Asked for, and not there. */
  readonly missing: readonly string[]
}

export interface Digest {
  readonly type: 'digest'
  readonly id: number
  readonly at: number
  readonly digest: string
  readonly count: number
}

export interface Listing {
  readonly type: 'listing'
  readonly id: number
  readonly at: number
  readonly documents: readonly (readonly [key: string, version: number, hash: string])[]
  readonly done: boolean
}

/** Asks the replica for a report. */
export interface Inspect {
  readonly type: 'inspect'
  readonly id: number
}

/** The hub will close soon: finish and go to another node. */
export interface Drain {
  readonly type: 'drain'
  readonly reason: string
}

/** Something was wrong with a frame (`id` when it had one). `fatal`: the connection is closed after it. */
export interface ErrorFrame {
  readonly type: 'error'
  readonly code: string
  readonly message: string
  readonly details?: JsonObject
  readonly id?: number
  readonly fatal: boolean
}
