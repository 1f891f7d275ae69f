import type { Delta } from '../delta/index.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../log/change.ts'

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
  /**
   * What the author saw before he wrote, where that is no version of the hub: it has an earlier edit of his own in it that
   * was not answered then. As a value, or as a delta from this operation's own value; neither: nothing was there.
   */
  readonly seen?: Pick<Content, 'value' | 'delta' | 'metadata'>
  /** Set where it has to do with a life of the hub that ended when the hub was restored. */
  readonly restored?: EarlierLife
  /** Who wrote, where the replica serves several people; the hub puts the replica's identity before it. */
  readonly actor?: string
  /**
   * How long it has waited at the replica when the frame leaves, in milliseconds; absent from older replicas. What its author
   * claims: figures are made of it and nothing is decided by it (P-148).
   */
  readonly age?: number
}

/**
 * What an operation has to do with an earlier life of the hub. `pending`: its author saw what is not there any more; it is
 * merged where that can be done. `acknowledged`: that life had taken it in after `since`, the last position that both lives
 * share; it is never taken in again without a person (P-144, P-145).
 */
export type EarlierLife = { readonly was: 'pending' } | { readonly was: 'acknowledged'; readonly since: number }

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
      /** The hub's position when it kept the operation; absent from older hubs. */
      readonly seq?: number
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
  /** The change that made it so; absent from older hubs. */
  readonly seq?: number
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
