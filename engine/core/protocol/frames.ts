import type { Delta } from '../delta/index.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../log/change.ts'

/** The protocol that this code speaks. */
export const PROTOCOL_VERSION = 1

/** How a document came to be what an operation or a change says: whole, or as a delta on the version that both sides know. */
export interface Content {
  /** Present: the value, whole. */
  readonly value?: JsonValue
  /** Present: what turns the value of the base version into this one. Neither: deleted. */
  readonly delta?: Delta
  /** Content hash of the resulting value; absent after a deletion. */
  readonly hash?: string
  /** The resulting metadata, whole; absent: empty. */
  readonly metadata?: DocumentMetadata
}

/** What a replica asks its hub to commit. */
export interface Operation extends Content {
  /** Made by the author, unique for ever; a retry carries the same one and leads to the same document. */
  readonly opId: string
  readonly key: string
  readonly kind: Extract<ChangeKind, 'set' | 'delete' | 'rollback' | 'import' | 'restore'>
  /** The hub's version that the author's value includes; 0 when the key was new to it. A delta starts from there. */
  readonly base: number
  readonly hlc: string
  readonly priority: Priority
  /** Operations of one frame with the same text here are committed together or not at all. */
  readonly batch?: string
  readonly reason?: string
  readonly cause?: string
  /** Who wrote, where the replica serves several people; the hub puts the replica's identity before it. */
  readonly actor?: string
}

/** An operation that could not be read: it is refused alone, the others of its push are not (P-33). */
export interface UnreadableOperation {
  readonly opId: string
  readonly unreadable: { readonly code: string; readonly message: string; readonly details: JsonObject }
  readonly batch?: string
}

/** What a hub finds in a push. */
export type PushedOperation = Operation | UnreadableOperation

/** What the hub did with one operation. Each operation gets exactly one of these; a retry gets the same again. */
export type Answer =
  | {
      readonly opId: string
      readonly status: 'committed'
      readonly version: number
      readonly seq: number
      readonly duplicate?: true
    }
  | (Content & {
      readonly opId: string
      readonly status: 'merged'
      readonly version: number
      readonly seq: number
      /** `delta` starts from the operation's own value. Absent content on a duplicate: fetch the key. */
      readonly duplicate?: true
    })
  | {
      readonly opId: string
      readonly status: 'conflict'
      /** Id of the conflict under which the operation is kept whole. */
      readonly conflict: string
      readonly reason: string
      readonly duplicate?: true
    }
  | {
      readonly opId: string
      readonly status: 'rejected'
      readonly code: string
      readonly message: string
      readonly details?: JsonObject
    }

/** One change as subscribers of its key are told. */
export interface WireChange extends Content {
  readonly seq: number
  readonly key: string
  readonly version: number
  /** The version that a delta starts from; 0 with a whole value or a deletion. */
  readonly base: number
  readonly kind: ChangeKind
  readonly opId: string
  readonly actor: string
  readonly at: number
  readonly hlc: string
  readonly priority?: Priority
  readonly batch?: number
  readonly reason?: string
  readonly cause?: string
}

/** A document as it stands at the hub, whole. */
export interface WireDocument {
  readonly key: string
  readonly version: number
  readonly value: JsonValue
  readonly hash: string
  readonly metadata?: DocumentMetadata
  readonly actor: string
  readonly at: number
}

/** How many operations wait, by lane. */
export type LaneCounts = Readonly<Record<Priority, number>>

/** How operations with a deadline fared. */
export interface DeadlineCounts {
  readonly met: number
  readonly missed: number
}

/** An operation that waits or was refused, as an operator looks at it. */
export interface OperationSummary {
  readonly opId: string
  readonly key: string
  readonly kind: ChangeKind
  readonly priority: Priority
  /** Milliseconds since 1970 on the replica's clock: when it was made. */
  readonly at: number
  readonly bytes: number
  /** Of a dead letter: why. */
  readonly code?: string
  readonly message?: string
}

// From the replica to the hub.

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

// From the hub to the replica.

export interface Welcome {
  readonly type: 'welcome'
  readonly protocol: number
  readonly hub: string
  readonly epoch: number
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

// Both ways.

export interface Ping {
  readonly type: 'ping'
  /** Comes back in the pong. */
  readonly t: number
}

export interface Pong {
  readonly type: 'pong'
  readonly t: number
}

/** A push as the hub reads it. */
export interface ReceivedPush extends Omit<Push, 'operations'> {
  readonly operations: readonly PushedOperation[]
}

/** What a replica sends, as the hub reads it. */
export type ReceivedFrame = Hello | ReceivedPush | Applied | Subscribe | Fetch | AskDigest | Compare | Report | Ping | Pong
export type ReplicaFrame = Hello | Push | Applied | Subscribe | Fetch | AskDigest | Compare | Report | Ping | Pong
export type HubFrame =
  | Welcome
  | Answers
  | Changes
  | Snapshot
  | Documents
  | Digest
  | Listing
  | Inspect
  | Drain
  | ErrorFrame
  | Ping
  | Pong
