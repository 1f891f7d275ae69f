import type { PendingOperation } from '../../core/session/key-state.ts'
import type { Clock } from '../../ports/clock.ts'

/** How long operations have waited, by a clock that nobody sets: a wall clock that jumps would make deadlines met or missed. */
export class WaitingTimes {
  readonly #clock: Clock
  /** When it began to wait, by the monotonic clock. */
  readonly #began = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** It begins to wait now, unless it waits already. */
  begin(opId: string): void {
    if (!this.#began.has(opId)) this.#began.set(opId, this.#now())
  }

  /** Milliseconds until now. Of one from before the start only the wall clock knows, and is asked once. */
  of({ opId, at }: Pick<PendingOperation, 'opId' | 'at'>): number {
    const now = this.#now()
    const began = this.#began.get(opId) ?? now - Math.max(0, this.#clock.now() - at)
    this.#began.set(opId, began)
    return Math.max(0, Math.round(now - began))
  }

  forget(opId: string): void {
    this.#began.delete(opId)
  }

  #now(): number {
    return this.#clock.monotonic?.() ?? this.#clock.now()
  }
}
