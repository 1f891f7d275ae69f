import type { JsonObject } from '../json/json-value.ts'
import type { StoreLife } from '../log/store-life.ts'
import type { Priority } from '../log/change.ts'
import type { DeadlineCounts, LaneCounts, Operation, OperationSummary, PushedOperation } from './parts.ts'

/** The first frame of a connection. */
export interface Hello {
  readonly type: 'hello'
  readonly protocol: number
  /** The replica's lasting id. */
  readonly replica: string
  /** A name for people. */
  readonly name?: string
  readonly token?: string
  /** The hub's store that `since` counts in, and its epoch; absent at the first contact. */
  readonly hub?: string
  readonly epoch?: number
  /** All changes of the `covered` patterns up to this position are applied. */
  readonly since: number
  readonly patterns: readonly string[]
  readonly covered: readonly string[]
  /** Where a snapshot was broken off: it goes on after this key. */
  readonly snapshotAfter?: string
  readonly codecs: readonly string[]
  /** The lives that it knows of its hub, oldest first; absent: it cannot go on with a hub that was restored (P-140). */
  readonly lives?: readonly StoreLife[]
}

export interface Push {
  readonly type: 'push'
  readonly id: number
  readonly operations: readonly Operation[]
}

/** What the replica has on its medium, and what waits there. */
export interface Applied {
  readonly type: 'applied'
  readonly seq: number
  readonly pending: LaneCounts
  readonly deadLetters: number
  /** Since the replica was opened: operations answered within their deadline, and later. */
  readonly deadlines: Readonly<Record<Priority, DeadlineCounts>>
}

/** Replaces the patterns while live. Documents that come into sight are sent as a snapshot, then changes go on. */
export interface Subscribe {
  readonly type: 'subscribe'
  readonly id: number
  readonly patterns: readonly string[]
}

export interface Fetch {
  readonly type: 'fetch'
  readonly id: number
  readonly keys: readonly string[]
}

/** Asks for the digest of the subscribed documents. */
export interface AskDigest {
  readonly type: 'ask-digest'
  readonly id: number
}

/** Asks for a page of the subscribed documents' identities: where two digests differ, this finds the documents. */
export interface Compare {
  readonly type: 'compare'
  readonly id: number
  readonly after?: string
}

/** Answers `inspect`. */
export interface Report {
  readonly type: 'report'
  readonly id: number
  readonly state: string
  readonly pending: readonly OperationSummary[]
  readonly deadLetters: readonly OperationSummary[]
  readonly counts: { readonly pending: LaneCounts; readonly deadLetters: number }
  readonly statistics: JsonObject
}

/** A push as the hub reads it. */
export interface ReceivedPush extends Omit<Push, 'operations'> {
  readonly operations: readonly PushedOperation[]
}
