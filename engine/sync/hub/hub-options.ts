import type { Hash } from '../../core/json/index.ts'
import type { Authenticator } from '../../ports/authenticator.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { HubSettings } from './hub-settings.ts'

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
  readonly autoResolveThreshold: number
  readonly settings?: Partial<HubSettings>
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
}
