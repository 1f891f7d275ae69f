import type { JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata, Priority } from '../core/log/change.ts'
import type { MergedField } from '../core/merge/index.ts'

/** Where a conflict stands. `resolved`, `dismissed` and `superseded` are decided: they are history. */
export type ConflictState = 'open' | 'claimed' | 'snoozed' | 'resolved' | 'dismissed' | 'superseded'

/** Why an edit could not be merged by itself. */
export type ConflictReason =
  | 'SAME_FIELD'
  | 'DELETE_VS_EDIT'
  | 'TYPE_CHANGE'
  | 'ARRAY_ORDER'
  | 'NO_BASE'
  | 'SCHEMA_INVALID'
  | 'INVARIANT'
  | 'POLICY_MANUAL'
  | 'RULE_FAILED'
  | 'LOW_CONFIDENCE'
  | 'BATCH'
  /** It was written after the instant to which the hub was restored. */
  | 'RESTORED'

/** One side of a conflict: what the document held there, and who made it so. No `value`: it is not there. */
export interface ConflictSide {
  /** The hub's version; absent for the incoming edit, which has none yet. */
  readonly version?: number
  readonly value?: JsonValue
  readonly metadata: DocumentMetadata
  readonly actor?: string
  readonly replica?: string
  /** What that replica calls itself, where the hub knows it. */
  readonly replicaName?: string
  /** Milliseconds since 1970. */
  readonly at?: number
}

/** A conflict as a list shows it. */
export interface ConflictSummary {
  readonly id: string
  readonly key: string
  readonly state: ConflictState
  readonly reason: ConflictReason
  /** The path that is least certain, as a JSON pointer; '' is the whole document. */
  readonly path: string
  /** Paths for a person to decide. */
  readonly fields: number
  readonly priority: Priority
  /** 0 to 1. */
  readonly confidence: number
  /** Who made the incoming edit, on which replica. */
  readonly actor: string
  readonly replica: string
  /** Milliseconds since 1970, on the hub's clock. */
  readonly detectedAt: number
  /** When it should be settled, by its priority. */
  readonly dueAt: number
  /** Who works on it, and until when that holds. */
  readonly owner?: string
  readonly ownedUntil?: number
  readonly snoozedUntil?: number
  /** Conflicts with the same batch are settled together. */
  readonly batch?: string
}

/** A path of a conflict, with what a rule, if any, made of it. */
export interface ConflictField extends MergedField {
  /** Why a confidence is what it is: each factor adds to it or takes from it. */
  readonly factors: readonly ConfidenceFactor[]
}

export interface ConfidenceFactor {
  readonly name: 'outcome' | 'recency' | 'rule' | 'past-decisions'
  /** From -1 to 1. */
  readonly weight: number
  readonly text: string
}

/** A conflict as it is now: merged again with what the document has become since. */
export interface ConflictView extends ConflictSummary {
  /** Absent when what the author began from is not known any more: there is no common ancestor. */
  readonly base?: ConflictSide
  /** The document as it stands in the hub. */
  readonly local: ConflictSide
  /** The edit that came in. */
  readonly remote: ConflictSide
  /** Every path that a side changed, settled ones included. */
  readonly changes: readonly ConflictField[]
  /** The merge as proposed: what stands when all suggestions are accepted. */
  readonly proposal?: JsonValue
  /** The version of the document when the conflict arose: lower than that of `local` when it has moved since. */
  readonly detectedVersion: number
  /** The set of merge rules that judged it. */
  readonly ruleSet: number
  /** What a strategy or a rule said when it failed. */
  readonly failure?: string
  /** Operation of the author. */
  readonly opId: string
  readonly resolution?: ConflictResolution
  /** Of a decided one: its place in history, after which the next page begins. */
  readonly place?: string
}

/** What is to stand at a path. */
export type FieldChoice =
  | { readonly path: string; readonly take: 'base' | 'local' | 'remote' | 'both' | 'suggestion' }
  /** No `value`: nothing is to stand there. */
  | { readonly path: string; readonly take: 'edited'; readonly value?: JsonValue | undefined }

/** How a conflict ended. */
export interface ConflictResolution {
  readonly by: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** `manual`, `accept-suggestions`, the name of a strategy, `handler`, or `rule`. */
  readonly strategy: string
  readonly reason?: string
  readonly choices: readonly FieldChoice[]
  /** The version that it made; absent where the document stayed as it was. */
  readonly version?: number
  readonly seq?: number
  readonly value?: JsonValue
}

/** Which conflicts are meant; everything absent: all that are not decided. */
export interface ConflictFilter {
  /** Part of a key, in any case. */
  readonly text?: string
  readonly states?: readonly ConflictState[]
  readonly reason?: ConflictReason
  readonly path?: string
  readonly priority?: Priority
  readonly owner?: string
}
