import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { ChangeKind, DocumentMetadata } from '../../core/log/change.ts'
import type { MergedField } from '../../core/merge/index.ts'
import type { Answer, Operation } from '../../core/protocol/frames.ts'

/** A document as an operation finds it: in the store, or as operations before it left it. */
export interface Standing {
  readonly version: number
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
}

/** What a key was before its first version. */
export const NOTHING: Standing = Object.freeze({ version: 0, seq: 0, value: undefined, metadata: Object.freeze({}) })

/** An operation that can not go in as it is, kept whole for a person (P-37). */
export interface KeptConflict {
  readonly reason: string
  /** The version that both sides began from, where it is not the one that the operation names. */
  readonly baseVersion?: number
  /** What the author began from; absent when that can not be told any more. */
  readonly base?: { readonly value?: JsonValue; readonly metadata: DocumentMetadata }
  readonly ours: Standing
  readonly theirs: { readonly value?: JsonValue; readonly metadata: DocumentMetadata }
  readonly fields: readonly MergedField[]
  readonly confidence: number
  /** The set of merge rules that judged it, and what one of them said when it failed. */
  readonly ruleSet: number
  readonly failure?: string
}

/** What a hub does with an operation. Only `commit` makes a change. */
export type Decision =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | {
      readonly outcome: 'commit'
      readonly value: JsonValue | undefined
      readonly metadata: DocumentMetadata
      readonly kind: ChangeKind
      /** Set when the value is not the author's own: what his was. */
      readonly merged?: { readonly from: JsonValue | undefined }
    }
  | { readonly outcome: 'conflict'; readonly kept: KeptConflict }

/** A refusal, as the author is told. */
export function rejected(operation: Pick<Operation, 'opId'>, code: string, message: string, details?: JsonObject): Decision {
  const answer: Answer = { opId: operation.opId, status: 'rejected', code, message, ...(details ? { details } : {}) }
  return { outcome: 'answered', answer }
}
