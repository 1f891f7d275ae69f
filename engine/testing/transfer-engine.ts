import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { SrvraEventBus } from '../state/event-bus.ts'
import { SrvraStateManager } from '../state/srvra-state-manager.ts'
import type { TransferEngine } from '../transfer/index.ts'

export interface TestTransferEngine extends TransferEngine {
  readonly stateManager: SrvraStateManager
}

/** An engine in memory whose clock advances by a second with each look at it. */
export function createTransferEngine(): TestTransferEngine {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => (now += 1000) }
  const storage = createMemoryStorage()
  const stateManager = new SrvraStateManager({
    storage,
    eventBus: new SrvraEventBus({ clock, historySize: 10 }),
    clock,
    enableVersioning: true,
    historySize: 50,
    limits: DEFAULT_JSON_LIMITS,
    actor: 'tester',
  })
  return { storage, stateManager, hash: nodeSha256 }
}
