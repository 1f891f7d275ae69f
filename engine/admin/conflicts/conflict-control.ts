import type { ConflictQueue } from '../../conflict/conflict-queue.ts'
import type { RuleDesk } from '../../conflict/rule-desk.ts'

/** What an administration needs of conflicts. */
export interface ConflictControl {
  readonly queue: ConflictQueue
  readonly rules: RuleDesk
  /** How many connected clients subscribe to a key. */
  readers(key: string): number
  /** What a replica calls itself; undefined where nobody knows it any more. */
  nameOf(replica: string): string | undefined
}
