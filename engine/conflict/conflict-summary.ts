import type { Priority } from '../core/log/change.ts'
import type { MergedField } from '../core/merge/index.ts'
import type { RecordedConflict } from './conflict-record.ts'
import type { ConflictSummary } from './conflict.ts'

const MINUTE_MS = 60_000
/** Within what a conflict should be settled. */
const DUE_MS: Readonly<Record<Priority, number>> = {
  critical: 15 * MINUTE_MS,
  high: 60 * MINUTE_MS,
  normal: 8 * 60 * MINUTE_MS,
  low: 24 * 60 * MINUTE_MS,
}

/** What a list shows of a conflict. */
export function summaryOf(id: string, conflict: RecordedConflict): ConflictSummary {
  const { key, status, reason, at, actor, replica, confidence, operation, fields } = conflict
  const { owner, ownedUntil, snoozedUntil } = conflict
  return {
    id,
    key,
    state: status,
    reason,
    path: weakestOf(fields)?.path ?? '',
    fields: fields.filter(isOpen).length,
    priority: operation.priority,
    confidence,
    actor,
    replica,
    detectedAt: at,
    dueAt: at + DUE_MS[operation.priority],
    ...(owner === undefined ? {} : { owner }),
    ...(ownedUntil === undefined ? {} : { ownedUntil }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    ...(operation.batch === undefined ? {} : { batch: operation.batch }),
  }
}

/** A path for a person to decide. */
export function isOpen({ outcome }: Pick<MergedField, 'outcome'>): boolean {
  return outcome === 'proposal'
}

function weakestOf(fields: readonly MergedField[]): MergedField | undefined {
  return fields.reduce<MergedField | undefined>(
    (weakest, field) => (weakest === undefined || field.confidence < weakest.confidence ? field : weakest),
    undefined,
  )
}
