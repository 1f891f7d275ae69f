import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { HandlerFailure } from '../state/event-types.ts'
import type { SyncOptions } from '../sync-options.ts'

/** A clock that stands until it is moved. */
export class TestClock {
  #now: number

  constructor(now = 1_800_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  /** Moves on, or back by a negative amount. */
  advance(byMs: number): number {
    this.#now += byMs
    return this.#now
  }
}

/** An engine in memory with a clock in the test's hand, and the failures of its subscribers. */
export function createTestEngine(options: SyncOptions = {}): {
  engine: SrvraDataSync
  clock: TestClock
  failures: HandlerFailure[]
} {
  const clock = new TestClock()
  const failures: HandlerFailure[] = []
  const engine = new SrvraDataSync({ clock, onError: (failure) => failures.push(failure), ...options })
  return { engine, clock, failures }
}
