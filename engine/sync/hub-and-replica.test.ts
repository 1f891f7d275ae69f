import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { anybody } from '../adapters/static-tokens.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../core/protocol/limits.ts'
import type { Storage } from '../ports/storage.ts'
import { SrvraEventBus } from '../state/event-bus.ts'
import { SrvraStateManager } from '../state/srvra-state-manager.ts'
import { TestNetwork } from '../testing/test-network.ts'
import { VirtualTime } from '../testing/virtual-time.ts'
import { Hub } from './hub/hub.ts'
import { Replica } from './replica/replica.ts'

const time = () => new VirtualTime()
function parts(clock: VirtualTime, storage: Storage) {
  const eventBus = new SrvraEventBus({ clock, historySize: 16, onError: (failure) => { throw failure.error } })
  const state = new SrvraStateManager({ storage, eventBus, clock, enableVersioning: true, historySize: 50, limits: DEFAULT_JSON_LIMITS, actor: 'local' })
  return { eventBus, state, storage, clock, hash: nodeSha256 }
}
let n = 0
function world() {
  const clock = time()
  const network = new TestNetwork(clock)
  const hubParts = parts(clock, createMemoryStorage())
  const hub = new Hub({ ...hubParts, scheduler: clock, authenticator: anybody({ name: 'local' }), autoResolveThreshold: 0.8, report: (e) => { throw e } })
  network.listen('ws://hub', (c) => hub.accept(c))
  const join = (name: string, storage = createMemoryStorage()) => {
    const p = parts(clock, storage)
    let x = ++n
    const replica = new Replica({
      ...p, scheduler: clock, transport: network.transport(name), random: { token: () => `${++x}`, fraction: () => 0.5 }, codec: undefined,
      limits: DEFAULT_PROTOCOL_LIMITS, nodes: ['ws://hub'], loadBalancing: 'round-robin', failover: true, name, patterns: ['**'], batchSize: 100,
      retryAttempts: 3, syncInterval: 30_000, lane: 'normal', slaOf: () => undefined, deltasFor: () => true, compressionFor: () => undefined,
    })
    replica.resume()
    onTestFinished(() => replica.close())
    return { ...p, replica }
  }
  return { clock, network, hub, hubParts, join }
}

test('a write goes through', () => {
  const { clock, hubParts, join, network } = world()
  const a = join('a')
  const b = join('b')
  clock.advance(1000)
  expect(a.replica.state.status).toBe('SYNCED')
  a.state.setState('x/1', { a: 1, b: 2 })
  clock.advance(1000)
  expect(hubParts.state.getState('x/1')).toEqual({ a: 1, b: 2 })
  expect(b.state.getState('x/1')).toEqual({ a: 1, b: 2 })
  network.partition('a')
  clock.advance(100)
  a.state.setState('x/1', { a: 5, b: 2 })
  b.state.setState('x/1', { a: 1, b: 7 })
  clock.advance(10_000)
  expect(a.state.getState('x/1')).toEqual({ a: 5, b: 2 })
  expect(b.state.getState('x/1')).toEqual({ a: 1, b: 7 })
  network.heal('a')
  clock.advance(60_000)
  expect(hubParts.state.getState('x/1')).toEqual({ a: 5, b: 7 })
  expect(a.state.getState('x/1')).toEqual({ a: 5, b: 7 })
  expect(b.state.getState('x/1')).toEqual({ a: 5, b: 7 })
  expect(a.replica.state.status).toBe('SYNCED')
  network.partition('a')
  a.state.setState('x/1', { a: 6, b: 7 })
  b.state.setState('x/1', { a: 8, b: 7 })
  clock.advance(1000)
  network.heal('a')
  clock.advance(60_000)
  expect(hubParts.state.getState('x/1')).toEqual({ a: 8, b: 7 })
  expect(a.state.getState('x/1')).toEqual({ a: 8, b: 7 })
  expect(a.replica.statistics().operations).toMatchObject({ conflicts: 1 })
  console.log(JSON.stringify(a.replica.statistics()), a.replica.state)
})
