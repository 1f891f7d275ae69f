import { expect, test } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import { CLOSING } from '../../core/protocol/closing.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'
import type { TestReplica } from '../../testing/sync-fixture.ts'

function payloads({ eventBus }: TestReplica, name: string): readonly unknown[] {
  return eventBus.getHistory(name).map(({ payload }) => payload)
}

/** The store refuses everything that is written, until the returned function is called. */
function fillUp({ storage }: TestReplica): () => void {
  const append = storage.append.bind(storage)
  storage.append = () => {
    throw new SrvraError('E_STORE_FULL', 'There is no space left.')
  }
  return () => {
    storage.append = append
  }
}

test('P-80 P-86 states and events tell how a replica stands with its hub', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  const seen: string[] = []
  a.replica.onState(({ status }) => seen.push(status))
  world.pass()
  a.state.setState('k', 1)
  world.pass()
  expect(seen).toEqual(['SYNCING', 'SYNCED', 'SYNCING', 'SYNCED'])
  expect(payloads(a, 'network-status')).toEqual(['online'])
  expect(payloads(a, 'sync-complete').at(-1)).toEqual({ changes: 1, sent: 1, received: 0 })
  world.network.partition('a')
  world.pass(20_000)
  expect(a.replica.state).toEqual({ status: 'OFFLINE', reason: 'unreachable' })
  expect(payloads(a, 'network-status').at(-1)).toBe('offline')
  expect(payloads(a, 'reconnecting')).toContainEqual({ attempt: 2, delayMs: 250 })
  expect(payloads(a, 'sync-error')).toMatchObject([{ code: 'E_UNREACHABLE' }])
  world.network.heal('a')
  world.pass(40_000)
  expect(a.replica.state.status).toBe('SYNCED')
})

test('P-86 a listener that throws is reported and keeps nothing from happening', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  a.replica.onState(() => {
    throw new Error('a careless listener')
  })
  world.pass()
  expect(a.replica.state.status).toBe('SYNCED')
  expect(String(world.failures[0])).toContain('careless')
})

test('P-81 who is not let in is told why and does not try again before somebody resumes', async () => {
  const world = new SyncWorld({
    authenticator: { authenticate: ({ token }) => (token === 'right' ? { name: 'shop' } : undefined) },
  })
  const a = world.join('a', { token: 'wrong' })
  const waiting = a.replica.sync().catch((error: unknown) => error)
  world.pass(60_000)
  expect(a.replica.state).toMatchObject({ status: 'ERROR', code: 'E_UNAUTHENTICATED', retrying: false })
  expect(a.replica.statistics().connections).toBe(1)
  expect(await waiting).toMatchObject({ code: 'E_UNAUTHENTICATED' })
  await expect(a.replica.sync()).rejects.toMatchObject({ code: 'E_UNAUTHENTICATED' })
  a.replica.resume()
  world.pass()
  expect(a.replica.statistics().connections).toBe(2)
})

test('P-83 a drained replica goes to the next node', () => {
  const world = new SyncWorld()
  world.network.listen('ws://other', (connection) => world.hub.hub.accept(connection))
  const a = world.join('a', { nodes: ['ws://hub', 'ws://other'] })
  world.pass()
  expect(a.replica.state).toMatchObject({ node: 'ws://hub' })
  world.hub.hub.drain()
  world.pass()
  expect(a.replica.state).toEqual({ status: 'SYNCED', node: 'ws://other' })
})

test('P-84 a hub that fell silent is left, also when the clock jumps meanwhile', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  a.clock.skewMs = -86_400_000
  world.network.silence('a')
  world.pass(50_000)
  expect(a.replica.state.status).not.toBe('SYNCED')
  world.network.heal('a')
  world.pass(40_000)
  expect(a.replica.state.status).toBe('SYNCED')
})

test('P-84 a push whose answer never comes is not waited for for ever', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  const held = world.hub.storage.append.bind(world.hub.storage)
  world.hub.storage.append = () => new Promise(() => undefined)
  a.state.setState('k', 1)
  world.pass(40_000)
  expect(a.replica.statistics().operations.retries).toBe(0)
  world.pass(20_000)
  world.hub.storage.append = held
  expect(a.replica.statistics().operations.retries).toBeGreaterThan(0)
})

test('P-85 a replica of one hub takes nothing from another', () => {
  const world = new SyncWorld()
  const other = new SyncWorld()
  const a = world.join('a')
  world.hub.state.setState('k', 1)
  world.pass()
  a.replica.close()
  other.hub.state.setState('k', 2)
  const moved = other.join('a', { storage: a.storage })
  other.pass()
  expect(moved.replica.state).toMatchObject({ status: 'ERROR', code: 'E_OTHER_HUB', retrying: false })
  expect(moved.state.getState('k')).toBe(1)
})

test('P-85 frames before the welcome are not taken', () => {
  const world = new SyncWorld()
  const codes: number[] = []
  world.network.listen('ws://rude', (connection) => {
    connection.send(JSON.stringify({ type: 'changes', from: 0, to: 1, changes: [] }))
    return { onMessage: () => undefined, onDrain: () => undefined, onClose: ({ code }) => codes.push(code) }
  })
  const a = world.join('a', { nodes: ['ws://rude'] })
  world.pass(200)
  expect(codes[0]).toBe(CLOSING.frames)
  expect(a.eventBus.getHistory('sync-error')[0]?.payload).toMatchObject({ code: 'E_FRAME_ORDER' })
})

test('P-88 a full store is shown, nothing is half applied, and it goes on when there is room again', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  const makeRoom = fillUp(a)
  world.hub.state.setState('k', 1)
  world.pass(5000)
  expect(a.replica.state).toMatchObject({ status: 'ERROR', code: 'E_STORE_FULL', retrying: true })
  expect(a.state.getState('k')).toBeUndefined()
  makeRoom()
  world.pass(40_000)
  expect(a.replica.state.status).toBe('SYNCED')
  expect(a.state.getState('k')).toBe(1)
  expect(a.replica.statistics().received.healed).toBe(0)
})

test('P-89 sync is told when nothing can come of it: paused, closed', async () => {
  const world = new SyncWorld()
  world.network.partition('a')
  const a = world.join('a')
  const waiting = a.replica.sync().catch((error: unknown) => error)
  a.replica.pause()
  expect(await waiting).toMatchObject({ code: 'E_OFFLINE' })
  await expect(a.replica.sync()).rejects.toMatchObject({ code: 'E_OFFLINE' })
  a.replica.close()
  await expect(a.replica.sync()).rejects.toMatchObject({ code: 'E_CLOSED' })
})
