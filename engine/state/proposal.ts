import type { JsonValue } from '../core/json/index.ts'
import type { ChangeKind, DocumentMetadata, Priority } from '../core/log/change.ts'

/** A change whose author and outcome were decided elsewhere: what a hub takes from a replica, and a replica from its hub. */
export interface Proposal {
  readonly key: string
  /** Admitted; undefined deletes. */
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly kind: ChangeKind
  readonly actor: string
  /** The author's id for it and where it was made; absent: it is named here. */
  readonly opId?: string
  readonly origin?: string
  readonly hlc?: string
  /** The version that the author saw; absent: the one before. */
  readonly baseVersion?: number
  readonly priority?: Priority
  readonly reason?: string
  readonly cause?: string
  /** Proposals of one commit with the same number here are one atomic batch. They follow one another. */
  readonly group?: number
}
