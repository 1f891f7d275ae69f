import type { Hash } from '../../core/json/index.ts'
import type { ProtocolLimits } from '../../core/protocol/limits.ts'
import type { Authenticator } from '../../ports/authenticator.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { ClientRegistry } from './client-registry.ts'
import type { Feed } from './feed.ts'
import type { HubSession } from './hub-session.ts'
import type { Intake } from './intake.ts'
import type { LiveSession } from './live-session.ts'
import type { ScopeDigests } from './scope-digests.ts'

/** What a hub may be told otherwise; times in milliseconds. */
export interface HubSettings {
  readonly limits: ProtocolLimits
  /** For the first frame of a connection. */
  readonly helloTimeoutMs: number
  /** A peer that is silent for so long is asked for a sign of life; after twice that it is gone. */
  readonly heartbeatMs: number
  /** Frames of so many characters or more are compressed, when that makes them smaller. */
  readonly compressionThreshold: number
  /** No more is sent to a socket in which so many bytes wait. */
  readonly highWaterBytes: number
  /** Pushes of one connection that may wait for their commit. */
  readonly unansweredPushes: number
}

export const DEFAULT_HUB_SETTINGS: Omit<HubSettings, 'limits'> = {
  helloTimeoutMs: 5000,
  heartbeatMs: 15_000,
  compressionThreshold: 8192,
  highWaterBytes: 512 * 1024,
  unansweredPushes: 64,
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
  /** A session said hello and was let in: another one of the same replica gives way. */
  readonly admit: (session: HubSession, replica: string) => void
  readonly leave: (session: HubSession, live: LiveSession | undefined) => void
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
}
