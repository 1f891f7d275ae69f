import type { Change } from '../core/log/change.ts'
import type { RecordWrite } from '../ports/storage.ts'
import type { Before } from './committed-update.ts'
import type { SyncTicket } from './sync-ticket.ts'

/** What goes along with a write into its commit, and what follows once it is there. */
export interface Accompaniment {
  readonly records: readonly RecordWrite[]
  /** Where the outcome of each change will be told, in the order of the changes. */
  readonly tickets: readonly SyncTicket[]
  /** The changes are in the store. */
  committed(): void
}

/** How changes belong together: `single` each for itself, `batch` all or none, `bulk` too many for one message. */
export type WriteForm = 'single' | 'batch' | 'bulk'

/**
 * Somebody who has to know of every local write in the same commit: a replica writes down what it owes its hub. What
 * `prepare` throws refuses the write.
 */
export interface WriteCompanion {
  prepare(changes: readonly Change[], before: readonly Before[], form: WriteForm): Accompaniment
  /** The outcome that a key still waits for: what a write that changes nothing answers with. */
  waitingFor(key: string): SyncTicket | undefined
}
