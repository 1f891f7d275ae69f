import type { Priority } from '../../core/log/change.ts'
import type { KeyState, PendingOperation } from '../../core/session/key-state.ts'
import { LANES } from '../../core/session/lanes.ts'
import type { Unit } from '../../core/session/lanes.ts'
import { operationBytes } from './operation-size.ts'

/** What waits to be sent as a whole, and the keys that it is about. */
export interface OutboxUnit extends Unit {
  readonly keys: readonly string[]
}

/** An operation of a unit, with where its key stands. */
export interface OutboxPart {
  readonly key: string
  readonly state: KeyState
  readonly operation: PendingOperation
}

/** Makes a unit of the next operations of some keys: as urgent as the most urgent of them (P-70). */
export function createUnit(id: string, heads: readonly OutboxPart[], slaOf: (key: string) => number | undefined): OutboxUnit {
  const deadlines = heads.flatMap(({ key, operation }) => deadlineOf(operation, slaOf(key)))
  return {
    id,
    keys: heads.map(({ key }) => key),
    priority: mostUrgent(heads.map(({ operation }) => operation.priority)),
    ...(deadlines.length === 0 ? {} : { deadline: Math.min(...deadlines) }),
    at: Math.min(...heads.map(({ operation }) => operation.at)),
    operations: heads.length,
    bytes: heads.reduce((sum, { key, operation }) => sum + operationBytes({ ...operation, ...operation.value, key }), 0),
  }
}

function mostUrgent(priorities: readonly Priority[]): Priority {
  return LANES.find((lane) => priorities.includes(lane)) ?? 'normal'
}

function deadlineOf({ at }: PendingOperation, sla: number | undefined): readonly number[] {
  return sla === undefined ? [] : [at + sla]
}
