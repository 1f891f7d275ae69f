/** Tells the time. The only source of wall time for the engine, so that a simulation can own it. */
export interface Clock {
  /** Milliseconds since 1970. May jump in either direction: callers must bear it. */
  now(): number
  /** Milliseconds since whenever; never goes back and never jumps. Absent: this clock's `now` is like that. */
  monotonic?(): number
}
