import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { DocumentRow, PrefixNode } from '../../ports/storage.ts'

/** A document as the console reads it. */
export interface DocumentView {
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly deleted: boolean
  readonly metadata: DocumentMetadata
  readonly hash: string | undefined
  readonly sizeBytes: number
  readonly actor: string
  readonly createdAt: number
  readonly updatedAt: number
  /** The JSON Schema that applies to the key, if one is registered. */
  readonly schema?: JsonObject
}

/** A value too large for a view (over 2 MB as text) comes as the beginning of its text. */
export interface DocumentPreview {
  readonly key: string
  readonly version: number
  readonly sizeBytes: number
  readonly text: string
}

/** A frozen list of the documents that matched, in order: rows keep their place while the store changes underneath. */
export interface ResultSet {
  readonly id: string
  /** Head of the log when the scan began, or the change that the set looks back to. */
  readonly seq: number
  /** Matches so far; final when `complete`. */
  readonly matches: number
  /** Rows that can be read: as `matches`, but at most 1,048,576, which is what a list can show. */
  readonly listed: number
  readonly examined: number
  /** Live documents, matched or not: the Y of 'showing X of Y'. Null while a set at an instant still counts them. */
  readonly total: number | null
  readonly complete: boolean
  /**
   * Documents that match now and did not when the list was made, as far as the log was looked through; at most 10,000.
   * Grows with each `results.continue` on a complete set; always 0 at an instant.
   */
  readonly arrived: number
}

/** A row of a result set. */
export interface ResultRow extends DocumentRow {
  /** Only in a set at an instant: whether the document has changed (or gone) since then. */
  readonly changedSince?: boolean
}

/** What one accepted write answers. */
export interface WriteReceipt {
  readonly key: string
  readonly version: number
  readonly seq: number
  readonly at: number
  /** False when the document held this value already: nothing was written, and there is nothing to undo. */
  readonly changed: boolean
}

/** The range of the log that one act took, so that it can be reverted whole: pass it to `documents.undo`. */
export interface UndoToken {
  readonly fromSeq: number
  readonly toSeq: number
}

/** A small undo is done at once; a large one (over 1,000 changes) runs as a task. `undo` reverts the undo itself. */
export type UndoReceipt =
  | { readonly done: true; readonly writes: readonly WriteReceipt[]; readonly undo?: UndoToken }
  | { readonly done: false; readonly taskId: string }

/** One line of a structural comparison, for people: a leaf path and its two values; absent is not null. */
export interface DiffLine {
  /** Member names and array indexes from the root, as they are now; the last step of something removed is where it was. */
  readonly path: readonly (string | number)[]
  readonly change: 'added' | 'removed' | 'changed' | 'type' | 'moved'
  readonly before?: JsonValue
  readonly after?: JsonValue
  /** Where a moved element came from. */
  readonly from?: readonly (string | number)[]
}

export interface DiffView {
  readonly lines: readonly DiffLine[]
  /** RFC 6902 operations that lead from before to after; empty when there are too many to show. */
  readonly jsonPatch: readonly JsonObject[]
  /** Of the delta that is stored. */
  readonly sizeBytes: number
  /** True when more lines exist than were sent. */
  readonly truncated: boolean
}

/** A guarded write: refused with E_VERSION_CONFLICT (details: `current`) when the document has moved past `baseVersion`. */
export interface GuardedWrite {
  readonly key: string
  readonly baseVersion: number
  readonly reason?: string
}

/** What is wrong with a draft. `line` and `column` (from 1) tell where, when the text itself does not parse. */
export interface DraftProblem {
  /** A JSON path; empty for the whole document. */
  readonly path: string
  readonly code: string
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** Documents by name, or rows of a result set: `spans` are half-open ranges of places, absent: all rows. */
export type Selection =
  | { readonly keys: readonly string[] }
  | { readonly resultSet: string; readonly spans?: readonly (readonly [from: number, to: number])[] }

/** One level of the key tree. `documents` is null where counting would take a scan: at an instant. */
export interface TreeNode extends Omit<PrefixNode, 'documents'> {
  readonly documents: number | null
}
