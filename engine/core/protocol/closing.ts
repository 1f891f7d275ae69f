/** Why one of our ends closes a connection. 1xxx are WebSocket's own. */
export const CLOSING = {
  normal: 1000,
  goingAway: 1001,
  /** The transport could not make sense of bytes: these three are raised by the WebSocket layer itself. */
  protocol: 1002,
  invalidText: 1007,
  tooBig: 1009,
  /** Too many fragments, or a flood. */
  policy: 1008,
  overload: 1013,
  /** Not one of our frames, again and again. */
  frames: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  /** Another connection of the same replica took over. */
  replaced: 4409,
  /** The hub is another one, or was restored: what the replica knows does not fit. */
  epoch: 4410,
  /** The other end did not answer in time. */
  timeout: 4408,
  /** An operator ended it; the replica comes back after a pause. */
  operator: 4420,
} as const

/** After these a replica does not try again by itself: it would be refused again. */
export const FINAL_CLOSINGS: readonly number[] = [CLOSING.unauthenticated, CLOSING.forbidden, CLOSING.epoch]
