import type { JsonObject, JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata, Priority } from '../core/log/change.ts'
import type { MergedField } from '../core/merge/index.ts'
import type { RecordWrite } from '../ports/storage.ts'
import type { ConflictReason, ConflictResolution, ConflictState } from './conflict.ts'

/** Conflicts that wait, by id; those that were decided, newest first; and where each of these is. */
export const WAITING = 'conflicts'
export const DECIDED = 'conflict-history'
export const DECISIONS = 'conflict-decisions'

/** A document as one side had it. No value: it was not there. */
export interface RecordedSide {
  readonly value?: JsonValue
  readonly metadata: DocumentMetadata
}

/** The hub's document, and once it was decided, who had made it so. */
export interface RecordedLocal extends RecordedSide {
  readonly version: number
  readonly actor?: string
  readonly replica?: string
  readonly at?: number
}

/** A conflict as it is kept: all that both sides had, so that it can be judged again at any time. */
export interface RecordedConflict {
  readonly key: string
  readonly status: ConflictState
  readonly reason: ConflictReason
  /** What a strategy or rule said when it failed. */
  readonly failure?: string
  readonly replica: string
  readonly actor: string
  /** Milliseconds since 1970 on the hub's clock. */
  readonly at: number
  readonly base?: RecordedSide
  readonly ours: RecordedLocal
  readonly theirs: RecordedSide
  readonly fields: readonly MergedField[]
  readonly confidence: number
  /** The set of merge rules that judged it. */
  readonly ruleSet: number
  readonly operation: {
    readonly opId: string
    readonly base: number
    readonly hlc: string
    readonly priority: Priority
    readonly batch?: string
  }
  readonly owner?: string
  readonly ownedUntil?: number
  readonly snoozedUntil?: number
  readonly resolution?: ConflictResolution
  /** Earlier decisions that were taken back. */
  readonly reopened?: number
}

/** An operation leads to one conflict at the most, so its id names it. */
export function conflictId(opId: string): string {
  return `c-${opId}`
}

export function readConflict(value: JsonValue): RecordedConflict {
  // Written here, as what it is read as; records from before rules had numbers lack one.
  return { ruleSet: 0, ...(value as JsonObject) } as unknown as RecordedConflict
}

export function writeConflict(id: string, conflict: RecordedConflict): RecordWrite {
  return { collection: WAITING, id, value: conflict as unknown as JsonValue }
}

const LATEST = 9_999_999_999_999

/** Takes a conflict out of the queue and into history, from where its decision can be found by its id. */
export function writeDecision(id: string, conflict: RecordedConflict): readonly RecordWrite[] {
  const at = conflict.resolution?.at ?? conflict.at
  // One that was reopened is decided again, maybe within the same millisecond.
  const place = `${placeAt(at)}.${conflict.reopened ?? 0}-${id}`
  return [
    { collection: WAITING, id, value: undefined },
    { collection: DECIDED, id: place, value: conflict as unknown as JsonValue },
    { collection: DECISIONS, id, value: { key: conflict.key, reason: conflict.reason, place } },
  ]
}

/** The place after which decisions are older than an instant; '/' comes after the '.' of all that were made at it. */
export function placeBefore(at: number): string {
  return `${placeAt(at)}/`
}

function placeAt(at: number): string {
  return String(LATEST - at).padStart(13, '0')
}
