/** Runs work later. The only source of timers for the engine, so that a simulation can own time. */
export interface Scheduler {
  /** Runs the task once, no earlier than after so many milliseconds, never within this call. The returned function cancels it. */
  after(delayMs: number, task: () => void): () => void
}
