/** What one connection may ask of a hub. */
export interface ProtocolLimits {
  /** Largest frame as text, either way. */
  readonly frameBytes: number
  /** Operations in one push. */
  readonly operations: number
  /** Patterns in one subscription. */
  readonly patterns: number
  /** Keys in one fetch. */
  readonly keys: number
  /** Frames that are none of ours before the connection is closed. */
  readonly badFrames: number
}

/** A document may have 1 MiB, and travels with its envelope. */
export const DEFAULT_PROTOCOL_LIMITS: ProtocolLimits = {
  frameBytes: 1024 * 1024 + 64 * 1024,
  operations: 1000,
  patterns: 10_000,
  keys: 1000,
  badFrames: 10,
}
