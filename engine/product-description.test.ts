// oxlint-disable no-console -- the examples print, as they are written.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import {
  BATCH_COMPLETE,
  CONFLICT,
  DATA_CHANGE,
  NETWORK_STATUS,
  SrvraDataSync,
  STATE_UPDATED,
  SYNC_COMPLETE,
  VERSION_CHANGE,
} from './index.ts'
import type { StateUpdate } from './index.ts'
import { SyncWorld } from './testing/sync-fixture.ts'

// The state and event examples of the product description, word for word; what surrounds them checks what they promise.

afterEach(() => {
  vi.restoreAllMocks()
})

function log(): unknown[][] {
  const lines: unknown[][] = []
  vi.spyOn(console, 'log').mockImplementation((...line: unknown[]) => void lines.push(line))
  return lines
}

test('S-21 the configuration example is accepted', () => {
  const syncEngine = new SrvraDataSync({
    // Sync Configuration
    syncInterval: 30000,
    retryAttempts: 3,
    batchSize: 100,
    enableDeltaUpdates: true,

    // State Management
    historySize: 50,
    enableVersioning: true,

    // Conflict Resolution
    mergeStrategy: 'smart-merge',
    autoResolveThreshold: 0.8,
  })
  expect(syncEngine.options).toMatchObject({
    syncInterval: 30000,
    historySize: 50,
    mergeStrategy: 'smart-merge',
    storage: 'memory',
  })
  void syncEngine.close()
})

test('S-1 basic state management', () => {
  // Initialize the sync engine
  const syncEngine = new SrvraDataSync({
    syncInterval: 30000,
    enableDeltaUpdates: true,
  })

  // Set state with versioning
  syncEngine.stateManager.setState('userProfile', {
    name: 'John Doe',
    preferences: { theme: 'dark' },
  })

  // Get state with metadata
  const state = syncEngine.stateManager.getState('userProfile', {
    withMetadata: true,
  })

  expect(state).toMatchObject({
    key: 'userProfile',
    version: 1,
    seq: 1,
    actor: 'local',
    metadata: {},
    value: { name: 'John Doe', preferences: { theme: 'dark' } },
  })
  expect(state?.updatedAt).toBeGreaterThan(0)
  void syncEngine.close()
})

test('S-13 subscribers and batch updates', () => {
  const syncEngine = new SrvraDataSync()
  const lines = log()

  // Subscribe to changes with priority
  const subscriberId = syncEngine.stateManager.subscribe(
    'userProfile',
    (value, update) => {
      console.log('Profile updated:', value)
      expect(update.version).toBe(1)
    },
    { priority: 'high' },
  )

  // Batch updates
  syncEngine.stateManager.batch([
    { key: 'preferences', value: { theme: 'light' } },
    { key: 'notifications', value: { enabled: true } },
  ])

  syncEngine.setState('userProfile', { name: 'Jane' })
  expect(lines).toEqual([['Profile updated:', { name: 'Jane' }]])
  expect(syncEngine.stateManager.unsubscribe(subscriberId)).toBe(true)
  expect(syncEngine.getState('preferences')).toEqual({ theme: 'light' })
  expect(syncEngine.getState('notifications', { withMetadata: true })).toMatchObject({ version: 1, seq: 2 })
  void syncEngine.close()
})

test('S-10 delta tracking, history tracking and compression are kept with their keys', () => {
  const syncEngine = new SrvraDataSync()
  const data = Array.from({ length: 100 }, (_, i) => ({ row: i }))

  // Enable delta tracking
  syncEngine.setState(
    'document',
    {
      content: 'Initial content',
      metadata: { version: 1 },
    },
    {
      enableDeltaUpdates: true,
    },
  )

  // Update with delta tracking
  const update = syncEngine.setState('document', {
    content: 'Updated content',
    metadata: { version: 2 },
  })
  expect(update).toMatchObject({ version: 2, previousVersion: 1 })
  expect(update.delta).toBeDefined()

  // State with history tracking
  const stateWithHistory = syncEngine.stateManager.setState(
    'audit',
    {
      actions: [],
      lastUpdate: Date.now(),
    },
    { trackHistory: true },
  )
  expect(stateWithHistory).toMatchObject({ key: 'audit', version: 1, changed: true })
  expect(syncEngine.stateManager.getHistory('audit')).toMatchObject([{ version: 1, kind: 'set' }])

  // Compression for large datasets
  syncEngine.setState('largeDataset', data, {
    compression: true,
    compressionThreshold: 1024,
  })
  expect(syncEngine.stateManager.settingsOf('largeDataset')).toEqual({ compression: true, compressionThreshold: 1024 })
  expect(syncEngine.stateManager.settingsOf('document')).toEqual({ enableDeltaUpdates: true })
  void syncEngine.close()
})

test('S-20 statistics', () => {
  const syncEngine = new SrvraDataSync()
  const lines = log()
  syncEngine.setState('a', 1)

  // Get sync statistics
  const stats = syncEngine.getStatistics()
  console.log('Sync stats:', stats)

  expect(lines).toMatchObject([
    ['Sync stats:', { state: { documents: 1, changes: 1, writes: { committed: 1 } }, events: { emitted: 3 } }],
  ])
  void syncEngine.close()
})

test('S-6 the business examples', () => {
  const syncEngine = new SrvraDataSync()
  const updates = { 'sku-1': 4 }
  const newOrders = [{ id: 1 }]

  // Trading platform sync
  syncEngine.setState('marketData', {
    priority: 'critical',
    syncInterval: 1000,
  })

  // Inventory sync across channels
  syncEngine.batch([
    { key: 'inventory', value: updates },
    { key: 'orders', value: newOrders },
  ])

  expect(syncEngine.getState('marketData')).toEqual({ priority: 'critical', syncInterval: 1000 })
  expect(syncEngine.getState('orders')).toEqual([{ id: 1 }])
  void syncEngine.close()
})

test('E-1 event handling', () => {
  const syncEngine = new SrvraDataSync()
  const lines = log()
  const statuses: string[] = []

  // Subscribe to sync events
  syncEngine.eventBus.subscribe('sync-complete', (event) => {
    console.log('Sync completed:', event.changes)
  })

  // Handle network status
  syncEngine.eventBus.subscribe('network-status', (status) => {
    if (status === 'offline') {
      // Handle offline mode
      statuses.push(status)
    }
  })

  syncEngine.eventBus.emit(SYNC_COMPLETE, { changes: 3, sent: 1, received: 2 })
  syncEngine.eventBus.emit(NETWORK_STATUS, 'offline')
  syncEngine.eventBus.emit(NETWORK_STATUS, 'online')
  expect(lines).toEqual([['Sync completed:', 3]])
  expect(statuses).toEqual(['offline'])
  void syncEngine.close()
})

test('E-7 a conflict handler may return a resolution', async () => {
  const syncEngine = new SrvraDataSync()

  // Handle specific conflicts
  syncEngine.eventBus.subscribe('conflict', (event) => {
    if (event.key === 'userProfile') {
      return { value: event.serverValue }
    }
  })

  const results = await syncEngine.eventBus.gather(CONFLICT, { key: 'userProfile', baseValue: 1, clientValue: 2, serverValue: 3 })
  expect(results).toMatchObject([{ status: 'fulfilled', value: { value: 3 } }])
  void syncEngine.close()
})

test('S-13 writes are told as events, change by change, and a batch at its end', () => {
  const syncEngine = new SrvraDataSync()
  const seen: unknown[] = []
  syncEngine.eventBus.subscribe('*', (payload, event) => {
    const { key, version, changes } = payload as Partial<StateUpdate> & { changes?: number }
    seen.push([event.name, key ?? changes, version])
  })
  syncEngine.batch([
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ])
  syncEngine.stateManager.setMetadata('a', { tags: ['x'] })
  expect(seen).toEqual([
    [DATA_CHANGE, 'a', 1],
    [STATE_UPDATED, 'a', 1],
    [VERSION_CHANGE, 'a', 1],
    [DATA_CHANGE, 'b', 1],
    [STATE_UPDATED, 'b', 1],
    [VERSION_CHANGE, 'b', 1],
    [BATCH_COMPLETE, 2, undefined],
    [STATE_UPDATED, 'a', 2],
    [VERSION_CHANGE, 'a', 2],
  ])
  void syncEngine.close()
})

test('R-11 R-13 the conflict examples run as written', async () => {
  const world = new SyncWorld()
  const syncEngine = { conflictResolver: world.hub.resolver, eventBus: world.hub.eventBus }

  // Custom merge strategy
  syncEngine.conflictResolver.registerCustomStrategy('preference-merge', (conflict) => ({
    value: {
      ...conflict.clientValue,
      ...conflict.serverValue,
      lastMerged: Date.now(),
    },
  }))

  // Handle specific conflicts
  syncEngine.eventBus.subscribe('conflict', (event) => {
    if (event.key === 'userProfile') {
      return syncEngine.conflictResolver.resolveConflict({
        strategy: 'preference-merge',
        ...event,
      })
    }
  })

  const tablet = world.join('tablet')
  world.pass()
  tablet.state.setState('userProfile', { theme: 'dark' })
  world.pass()
  world.network.partition('tablet')
  world.hub.state.setState('userProfile', { theme: 'light' })
  world.pass()
  tablet.state.setState('userProfile', { theme: 'blue', size: 12 })
  world.network.heal('tablet')
  world.pass(40_000)
  await new Promise((resolve) => setImmediate(resolve))
  world.pass()
  for (const { state } of [tablet, world.hub])
    expect(state.getState('userProfile')).toEqual({ theme: 'light', size: 12, lastMerged: expect.any(Number) as number })
  expect(world.hub.queue.waiting.size).toBe(0)
})

test('O-16 the monitoring example runs as written', () => {
  const syncEngine = new SrvraDataSync()

  // Enable monitoring
  syncEngine.monitoring.enable({
    metrics: ['sync', 'conflicts', 'performance'],
    alerts: true,
    dashboard: true,
  })

  expect(syncEngine.monitoring.enabled).toBe(true)
  expect(syncEngine.monitoring.alerts().map(({ state }) => state.status)).toContain('inactive')
  void syncEngine.close()
})

test('B-27 the disaster recovery example', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-described-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  const syncEngine = new SrvraDataSync()
  try {
    syncEngine.setState('before', 1)
    // Setup disaster recovery
    syncEngine.enableDisasterRecovery({
      backupInterval: '1hour',
      retention: '30days',
      geoRedundancy: true,
    })
    syncEngine.setState('after', 2)
    await syncEngine.recovery?.flush()
    expect(syncEngine.recovery?.status()).toMatchObject({ redundant: false, shippedSeq: 2, targets: [{ state: 'ok' }] })
  } finally {
    await syncEngine.close()
    rmSync(folder, { recursive: true })
  }
})

test('U-2 the support example runs as written', () => {
  const syncEngine = new SrvraDataSync()

  // Access enterprise support
  syncEngine.support.createTicket({
    priority: 'high',
    category: 'technical',
    description: 'Custom feature request',
  })

  expect(syncEngine.support.tickets({ text: 'custom feature' }).tickets).toMatchObject([
    { id: 'T-1', state: 'open', priority: 'high', category: 'technical', title: 'Custom feature request', createdBy: 'local' },
  ])
  expect(syncEngine.support.deliveries()).toEqual([])
  void syncEngine.close()
})
