import type { ConflictTable } from '../../conflict/conflict-table.ts'
import type { HandlerResolution } from '../../conflict/settle-by-handlers.ts'
import type { SrvraConflictResolver } from '../../conflict/srvra-conflict-resolver.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Authenticator } from '../../ports/authenticator.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { Admission } from './hub-context.ts'
import type { HubSettings } from './hub-settings.ts'
import type { StageTimes } from './stage-times.ts'

/** What a hub works on, and by what means. */
export interface HubOptions {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly hash: Hash
  readonly authenticator: Authenticator
  readonly codec?: Codec
  /** Decides what becomes of edits that meet. */
  readonly resolver: SrvraConflictResolver
  /** Settles a conflict as a handler of its event said. Throws what keeps it from being settled. */
  readonly settle?: (id: string, resolution: HandlerResolution) => void
  /** Keeps what waits for a person. */
  readonly conflicts: ConflictTable
  readonly settings?: Partial<HubSettings>
  /** Measures what a push goes through. */
  readonly stages?: StageTimes
  /** Told of everybody who asks to be let in; what it throws keeps them out. */
  readonly admission?: (admission: Admission) => void
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
}
