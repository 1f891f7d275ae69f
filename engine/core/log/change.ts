import type { JsonObject, JsonValue } from '../json/json-value.ts'

/** How a change came about. Every kind is a forward step: nothing in the log is ever un-happened. */
export type ChangeKind = 'set' | 'delete' | 'merge' | 'rollback' | 'restore' | 'import'

/** The four lanes, most urgent first. They order notification here and the outbox of a replica. */
export type Priority = 'critical' | 'high' | 'normal' | 'low'

/** What a document carries beside its value. It is versioned with the value: each change holds the resulting whole. */
export interface DocumentMetadata {
  /** Sorted, without duplicates. */
  readonly tags?: readonly string[]
  /** A media type, `application/json` when absent. */
  readonly contentType?: string
  /** The governance class that decides how long history is kept. */
  readonly retentionClass?: string
  /** The application's own fields. */
  readonly custom?: JsonObject
}

/** Everything about a change but the value it led to: what lists, timelines and the audit show. */
export interface ChangeSummary {
  /** Position in the log, from 1, without gaps. */
  readonly seq: number
  /** Made by the author, unique: a retry carries the same one. */
  readonly opId: string
  readonly key: string
  /** Per key, from 1, without gaps; a deletion has a version too. */
  readonly version: number
  /** The version that the author saw; 0 when the key was new to it. */
  readonly baseVersion: number
  readonly kind: ChangeKind
  /** True when the key holds no value after this change. */
  readonly deleted: boolean
  /** Who, as the authority knows it. */
  readonly actor: string
  /** The replica or hub where the change was made. */
  readonly origin: string
  /** Milliseconds since 1970 on the authority's clock; never smaller than that of the change before it. */
  readonly at: number
  /** The author's hybrid logical clock, in its sortable text form. */
  readonly hlc: string
  readonly priority: Priority
  /** The `seq` of the first change of the atomic batch that this one belongs to; absent for a single change. */
  readonly batch?: number
  /** Why, in the author's words. */
  readonly reason?: string
  /** What the change answers to: `rollback:<version>`, `restore:<seq>`, `undo:<seq>`, `conflict:<id>`, `import:<task>`. */
  readonly cause?: string
}

/** One accepted write: the unit of the log, of history, of sync and of recovery. */
export interface Change extends ChangeSummary {
  /** The admitted (frozen, canonical) value after the change; undefined after a deletion. */
  readonly value: JsonValue | undefined
  /** The metadata after the change. */
  readonly metadata: DocumentMetadata
}
