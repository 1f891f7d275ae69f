import type { RecordedConflict } from './conflict-record.ts'
import type { ConflictResolution } from './conflict.ts'

/** Settled by rules or by a program's handler, not by a person. */
export function isAutomatic({ by, strategy }: Pick<ConflictResolution, 'by' | 'strategy'>): boolean {
  return strategy === 'rule' || by === 'handler'
}

/** A person said what is to stand: only such a conflict tells what people would do. */
export function isPrecedent({ status, resolution }: Pick<RecordedConflict, 'status' | 'resolution'>): boolean {
  return status === 'resolved' && resolution !== undefined && !isAutomatic(resolution)
}
