import type { ProtocolLimits } from '../../core/protocol/limits.ts'

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
