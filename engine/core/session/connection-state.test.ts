import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pauseBefore } from './backoff.ts'
import { isConnected, nextState } from './connection-state.ts'
import type { ConnectionEvent, ConnectionState } from './connection-state.ts'
import { chooseNode } from './node-choice.ts'
import type { KnownNode } from './node-choice.ts'

const attempt = (number: number): ConnectionEvent => ({ type: 'attempt', node: 'n', attempt: number, delayMs: 5, patience: 3 })
const balance = (busy: boolean, waiting = 0, deadLetters = 0): ConnectionEvent => ({ type: 'balance', busy, waiting, deadLetters })
const failed = (retrying: boolean): ConnectionEvent => ({ type: 'failed', code: 'E_STORE_FULL', message: 'm', retrying })

function after(...events: readonly ConnectionEvent[]): ConnectionState {
  return events.reduce(nextState, { status: 'INITIAL' } as ConnectionState)
}

test('P-80 a connection goes through its states', () => {
  const welcome: ConnectionEvent = { type: 'welcome', node: 'n' }
  expect(after(attempt(1))).toMatchObject({ status: 'RECONNECTING', attempt: 1 })
  expect(after(attempt(1), welcome)).toEqual({ status: 'SYNCING', node: 'n' })
  expect(after(attempt(1), welcome, balance(false))).toEqual({ status: 'SYNCED', node: 'n' })
  expect(after(attempt(1), welcome, balance(false), balance(true))).toEqual({ status: 'SYNCING', node: 'n' })
  expect(after(attempt(1), welcome, balance(false, 2, 1))).toEqual({
    status: 'PARTIAL_SYNC',
    node: 'n',
    waiting: 2,
    deadLetters: 1,
  })
  expect(after(attempt(1), { type: 'pause' })).toEqual({ status: 'OFFLINE', reason: 'paused' })
})

test('P-80 after so many attempts in vain nobody counts as reachable, and a welcome changes that', () => {
  expect(after(attempt(3))).toMatchObject({ status: 'RECONNECTING' })
  expect(after(attempt(4))).toEqual({ status: 'OFFLINE', reason: 'unreachable' })
  expect(after(attempt(4), attempt(5), { type: 'welcome', node: 'n' })).toMatchObject({ status: 'SYNCING' })
})

test('P-81 P-88 an error is shown until a hub is there again, or somebody resumes', () => {
  expect(after(failed(true), attempt(2))).toMatchObject({ status: 'ERROR', code: 'E_STORE_FULL', retrying: true })
  expect(after(failed(true), attempt(2), { type: 'welcome', node: 'n' })).toMatchObject({ status: 'SYNCING' })
  expect(after(failed(false), { type: 'resume' }, attempt(1))).toMatchObject({ status: 'RECONNECTING' })
})

test('P-80 whatever happens: closed is the end, only a welcome connects, and no news are the same state', () => {
  const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc.nat(6).map((number) => attempt(number + 1)),
    fc.constant<ConnectionEvent>({ type: 'welcome', node: 'n' }),
    fc.tuple(fc.boolean(), fc.nat(2), fc.nat(2)).map(([busy, waiting, dead]) => balance(busy, waiting, dead)),
    fc.boolean().map(failed),
    fc.constantFrom<ConnectionEvent>({ type: 'resume' }, { type: 'pause' }, { type: 'close' }),
  )
  expect(after()).toEqual({ status: 'INITIAL' })
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let state: ConnectionState = { status: 'INITIAL' }
      for (const each of events) {
        const next = nextState(state, each)
        if (state.status === 'OFFLINE' && state.reason === 'closed') expect(next).toBe(state)
        else if (isConnected(next) && !isConnected(state)) expect(each.type).toBe('welcome')
        if (each.type === 'balance') expect(nextState(next, each)).toBe(next)
        state = next
      }
    }),
  )
})

test('P-82 pauses are any length up to a bound that doubles and ends at the cap', () => {
  expect(pauseBefore(1, 0.999)).toBeLessThanOrEqual(250)
  expect(pauseBefore(4, 1)).toBe(2000)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (number, chance) => {
      const pause = pauseBefore(number, chance)
      expect(pause).toBeGreaterThanOrEqual(0)
      expect(pause).toBeLessThanOrEqual(30_000)
    }),
  )
  const pauses = Array.from({ length: 100 }, (_, index) => pauseBefore(9, index / 100))
  expect(new Set(pauses).size).toBe(100)
})

test('P-83 nodes take turns, and one that failed is tried after the others', () => {
  const nodes: KnownNode[] = ['a', 'b', 'c'].map((url) => ({ url, failed: false }))
  expect([0, 1, 2].map((last) => chooseNode(nodes, 'round-robin', last, 0))).toEqual([1, 2, 0])
  expect(
    chooseNode(
      [
        { url: 'a', failed: false },
        { url: 'b', failed: true },
      ],
      'round-robin',
      0,
      0,
    ),
  ).toBe(0)
  expect(
    chooseNode(
      nodes.map((node) => ({ ...node, failed: true })),
      'round-robin',
      0,
      0,
    ),
  ).toBe(1)
})

test('P-83 the fastest node is chosen once all were tried, and chance reaches every node', () => {
  const node = (latencyMs?: number): KnownNode => ({ url: 'n', failed: false, ...(latencyMs === undefined ? {} : { latencyMs }) })
  expect(chooseNode([node(30), node(10), node(20)], 'least-latency', 0, 0)).toBe(1)
  expect(chooseNode([node(30), node(), node(20)], 'least-latency', 0, 0)).toBe(1)
  const chosen = [0, 0.4, 0.99].map((chance) => chooseNode([node(), node(), node()], 'random', 0, chance))
  expect(chosen).toEqual([0, 1, 2])
})
