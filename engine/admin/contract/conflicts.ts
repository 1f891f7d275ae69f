import type {
  ConflictFilter,
  ConflictReason,
  ConflictResolution,
  ConflictState,
  ConflictSummary,
  ConflictView,
  FieldChoice,
} from '../../conflict/conflict.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import type { DiffView, DraftProblem } from './documents.ts'

export type * from '../../conflict/conflict.ts'

/** All conflicts that wait, in a few figures. */
export interface QueueSummary {
  readonly waiting: number
  readonly byPriority: Readonly<Record<Priority, number>>
  readonly byState: Readonly<Record<Extract<ConflictState, 'open' | 'claimed' | 'snoozed'>, number>>
  /** Past what their priority allows. */
  readonly overdue: number
  /** When the oldest of them arose; null when nothing waits. */
  readonly oldestAt: number | null
}

/** Conflicts of one reason at one path, by which the queue is grouped. */
export interface ConflictGroup {
  readonly reason: ConflictReason
  readonly path: string
  readonly count: number
}

/** The ids of conflicts in order: a list that stands still while the queue moves. */
export interface ConflictOrder {
  readonly ids: readonly string[]
  readonly matches: number
  readonly groups: readonly ConflictGroup[]
}

/** What stands if a conflict is settled like that. Nothing is written. */
export interface ResolutionPreview {
  /** No value: the document is deleted. */
  readonly value?: JsonValue
  readonly diff: DiffView
  /** What the key's schema has against it; empty when it may be written. */
  readonly problems: readonly DraftProblem[]
  /** The version that will be written. */
  readonly version: number
  /** Connected clients that subscribe to the key. */
  readonly clients: number
}

export interface ResolutionRequest {
  readonly id: string
  readonly choices: readonly FieldChoice[]
  /** The version of the document that was looked at: refused with E_CONFLICT_MOVED when it has moved on since. */
  readonly localVersion: number
  readonly reason?: string
}

export interface ResolutionReceipt {
  readonly id: string
  readonly key: string
  readonly resolution: ConflictResolution
}

/** What came of an act on several conflicts. */
export interface ConflictsActed {
  readonly acted: number
  readonly missed: readonly { readonly id: string; readonly code: string; readonly message: string }[]
}

/** One way to settle many: the same side for every path that waits, or what is suggested. */
export type BulkTake = 'local' | 'remote' | 'suggestion'

export interface ConflictCommands {
  'conflicts.summary': (query: Record<string, never>) => QueueSummary
  /** Grouped by reason and path, then by priority, then the oldest first. */
  'conflicts.list': (query: ConflictFilter) => ConflictOrder
  /** Null where a conflict is not known. */
  'conflicts.rows': (query: { readonly ids: readonly string[] }) => readonly (ConflictSummary | null)[]
  /** Merges anew with what the document is now. Throws E_CONFLICT_UNKNOWN. */
  'conflicts.get': (query: { readonly id: string }) => ConflictView
  'conflicts.preview': (query: ResolutionRequest) => ResolutionPreview
  /** Throws E_CONFLICT_MOVED, E_CONFLICT_DECIDED, E_CONFLICT_UNDECIDED (details.paths), E_VALIDATION. */
  'conflicts.resolve': (query: ResolutionRequest) => ResolutionReceipt
  'conflicts.resolve-many': (query: {
    readonly ids: readonly string[]
    readonly take: BulkTake
    readonly reason?: string
  }) => ConflictsActed
  /** The document stays as it is, and the edit is kept in history only. */
  'conflicts.dismiss': (query: { readonly ids: readonly string[]; readonly reason?: string }) => ConflictsActed
  /** Says that the caller works on it, for five minutes. Throws E_CONFLICT_CLAIMED when somebody else does, unless `force`. */
  'conflicts.claim': (query: { readonly id: string; readonly force?: boolean }) => ConflictSummary
  'conflicts.release': (query: { readonly id: string }) => ConflictSummary
  'conflicts.snooze': (query: { readonly id: string; readonly until: number }) => ConflictSummary
  /** Puts a decided conflict back into the queue, against what stands now. The decision stays in history. */
  'conflicts.reopen': (query: { readonly id: string }) => ConflictSummary
  /** Decided conflicts, newest first: those from before an instant, or after the `place` of the last one of a page. */
  'conflicts.history': (query: {
    readonly before?: number
    readonly after?: string
    readonly limit: number
    readonly key?: string
  }) => readonly ConflictView[]
}

export interface ConflictEvents {
  /** At most four times a second, while the queue moves. */
  conflicts: QueueSummary
}
