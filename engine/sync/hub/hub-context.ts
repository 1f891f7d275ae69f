import type { Hash } from '../../core/json/index.ts'
import type { Authenticator } from '../../ports/authenticator.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ClientRegistry } from './client-registry.ts'
import type { Feed } from './feed.ts'
import type { HubSettings } from './hub-settings.ts'
import type { Intake } from './intake.ts'
import type { ScopeDigests } from './scope-digests.ts'

/** That somebody asked to be let in, and what came of it. */
export interface Admission {
  readonly replica: string
  readonly address: string
  /** Who it was; absent where nobody knows. */
  readonly name?: string
  /** Why they were not let in; absent when they were. */
  readonly code?: string
}

/** What all sessions of a hub share. */
export interface HubContext {
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly hash: Hash
  readonly codec: Codec | undefined
  readonly authenticator: Authenticator
  readonly settings: HubSettings
  readonly intake: Intake
  readonly feed: Feed
  readonly digests: ScopeDigests
  readonly clients: ClientRegistry
  /** Told of everybody who asks to be let in; what it throws keeps them out. */
  readonly admission: ((admission: Admission) => void) | undefined
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
}
