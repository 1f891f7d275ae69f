import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { HandlerFailure } from '../state/event-types.ts'
import type { StoreFolder, SyncOptions } from '../sync-options.ts'

/** A clock that stands until it is moved. */
class TestClock {
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

/** The kinds of store that everything about state must hold on. */
export const STORES = ['memory', 'sqlite'] as const
export type StoreKind = (typeof STORES)[number]

export interface TestEngine {
  readonly engine: SrvraDataSync
  readonly clock: TestClock
  /** Of subscribers and event handlers. */
  readonly failures: HandlerFailure[]
}

/** An engine with a clock in the test's hand; closed, and its folder removed, when the test is over. */
export function createTestEngine(options: SyncOptions = {}, store: StoreKind = 'memory'): TestEngine {
  const clock = new TestClock()
  const failures: HandlerFailure[] = []
  const storage = store === 'memory' ? 'memory' : temporaryFolder()
  const engine = new SrvraDataSync({ clock, onError: (failure) => failures.push(failure), storage, ...options })
  onTestFinished(() => engine.close())
  return { engine, clock, failures }
}

/** A folder for one store, removed when the test is over. Not synchronous: what survives the power is tested elsewhere. */
function temporaryFolder(): StoreFolder {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-state-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return { dir, synchronous: 'NORMAL' }
}
