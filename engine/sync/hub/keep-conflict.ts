import { conflictId, writeConflict } from '../../conflict/conflict-record.ts'
import type { RecordedConflict } from '../../conflict/conflict-record.ts'
import type { ConflictReason } from '../../conflict/conflict.ts'
import { sizeBytes } from '../../core/json/index.ts'
import type { MergedField } from '../../core/merge/index.ts'
import type { Operation } from '../../core/protocol/frames.ts'
import type { RecordWrite } from '../../ports/storage.ts'
import type { KeptConflict } from './decision.ts'

/** Who an operation came from, and when. */
export interface Provenance {
  readonly replica: string
  readonly actor: string
  /** Milliseconds since 1970 on the hub's clock. */
  readonly at: number
}

/** The record that keeps a conflict, to be written with the commit that decides it (P-37). */
export function keepConflict(operation: Operation, kept: KeptConflict, from: Provenance): RecordWrite {
  const { ours, reason, baseVersion, ...rest } = kept
  const { version, value, metadata } = ours
  const { opId, hlc, priority, batch } = operation
  const base = baseVersion ?? operation.base
  const conflict: RecordedConflict = {
    key: operation.key,
    status: 'open',
    // Reasons come from merging and from policies, and all of theirs are listed.
    reason: reason as ConflictReason,
    ...from,
    ...rest,
    fields: kept.fields.every(isSmall) ? kept.fields : kept.fields.map(withoutValues),
    ours: { version, metadata, ...(value === undefined ? {} : { value }) },
    operation: { opId, base, hlc, priority, ...(batch === undefined ? {} : { batch }) },
  }
  return writeConflict(conflictId(opId), conflict)
}

/** Values of a path are kept beside it for whoever looks back. Those of large documents are in the sides, and are found there again. */
const MOST_BYTES = 65_536

function isSmall({ base = null, ours = null, theirs = null, result = null }: MergedField): boolean {
  return [base, ours, theirs, result].every((value) => sizeBytes(value) <= MOST_BYTES)
}

function withoutValues({ base: _base, ours: _ours, theirs: _theirs, result: _result, ...verdict }: MergedField): MergedField {
  return verdict
}
