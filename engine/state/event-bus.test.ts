import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority } from '../core/log/change.ts'
import { SrvraEventBus } from './event-bus.ts'
import type { HandlerFailure } from './event-types.ts'
import {
  BATCH_COMPLETE,
  CONFLICT,
  CONFLICT_RESOLVED,
  DATA_CHANGE,
  NETWORK_STATUS,
  RECONNECTING,
  STATE_UPDATED,
  SYNC_COMPLETE,
  SYNC_ERROR,
  VERSION_CHANGE,
} from './event-types.ts'

function createBus(historySize?: number): { bus: SrvraEventBus; failures: HandlerFailure[] } {
  const failures: HandlerFailure[] = []
  let now = 1000
  const clock = { now: () => now++ }
  const bus = new SrvraEventBus({
    clock,
    onError: (failure) => failures.push(failure),
    ...(historySize === undefined ? {} : { historySize }),
  })
  return { bus, failures }
}

test('E-1 every event of the engine has its name', () => {
  expect([DATA_CHANGE, SYNC_COMPLETE, CONFLICT, CONFLICT_RESOLVED]).toEqual([
    'data-change',
    'sync-complete',
    'conflict',
    'conflict-resolved',
  ])
  expect([STATE_UPDATED, BATCH_COMPLETE, VERSION_CHANGE]).toEqual(['state-updated', 'batch-complete', 'version-change'])
  expect([NETWORK_STATUS, RECONNECTING, SYNC_ERROR]).toEqual(['network-status', 'reconnecting', 'sync-error'])
})

test('E-1 a handler gets the payload of its event and the record beside it', () => {
  const { bus } = createBus()
  const seen: unknown[] = []
  const id = bus.subscribe(NETWORK_STATUS, (status, event) => seen.push([status, event.name, event.id, event.at]))
  bus.emit(NETWORK_STATUS, 'offline')
  bus.emit('my-own-event', { any: 1 })
  expect(seen).toEqual([['offline', 'network-status', 1, 1000]])
  expect(bus.unsubscribe(id)).toBe(true)
  expect(bus.unsubscribe(id)).toBe(false)
  bus.emit(NETWORK_STATUS, 'online')
  expect(seen).toHaveLength(1)
})

test('E-2 a star in a name stands for any run of characters', () => {
  const { bus } = createBus()
  const seen: string[] = []
  bus.subscribe('state-*', (_, event) => seen.push(`state:${event.name}`))
  bus.subscribe('*', (_, event) => seen.push(`all:${event.name}`))
  bus.subscribe('*-changed', (_, event) => seen.push(`end:${event.name}`))
  bus.emit('state-updated', undefined as never)
  bus.emit('app/price-changed', 1)
  expect(seen).toEqual(['state:state-updated', 'all:state-updated', 'all:app/price-changed', 'end:app/price-changed'])
  expect(() => bus.subscribe('', () => undefined)).toThrow(expect.objectContaining({ code: 'E_EVENT_NAME' }))
})

test('E-3 handlers run by priority, then in the order of subscription, and filters leave out', () => {
  const priorities = fc.constantFrom<Priority>('critical', 'high', 'normal', 'low')
  fc.assert(
    fc.property(fc.array(fc.record({ priority: priorities, wanted: fc.boolean() }), { maxLength: 12 }), (subscriptions) => {
      const { bus } = createBus()
      const seen: number[] = []
      subscriptions.forEach(({ priority, wanted }, index) => {
        bus.subscribe('x', () => seen.push(index), { priority, filter: () => wanted })
      })
      bus.emit('x', 0)
      const ranks: readonly Priority[] = ['critical', 'high', 'normal', 'low']
      const expected = ranks.flatMap((rank) =>
        subscriptions.flatMap((s, index) => (s.priority === rank && s.wanted ? [index] : [])),
      )
      expect(seen).toEqual(expected)
    }),
    { seed: 31 },
  )
})

test('E-3 once ends with the first call that the filter lets through', () => {
  const { bus } = createBus()
  const seen: unknown[] = []
  bus.subscribe('x', (payload) => seen.push(payload), { once: true, filter: (payload) => payload !== 0 })
  for (const payload of [0, 1, 2]) bus.emit('x', payload)
  expect(seen).toEqual([1])
  expect(bus.getStatistics().handlers).toBe(0)
})

test('E-4 a handler that throws or rejects is reported and the others run', async () => {
  const { bus, failures } = createBus()
  const seen: string[] = []
  bus.subscribe('x', () => {
    throw new Error('thrown')
  })
  bus.subscribe('x', () => Promise.reject(new Error('rejected')))
  bus.subscribe('x', () => seen.push('reached'), { filter: () => true })
  bus.subscribe('x', () => seen.push('unreached'), {
    filter: () => {
      throw new Error('filter')
    },
  })
  bus.emit('x', 0)
  await Promise.resolve()
  expect(seen).toEqual(['reached'])
  expect(failures.map(({ source, subscriberId, error }) => [source, subscriberId, (error as Error).message])).toEqual([
    ['x', 'handler-1', 'thrown'],
    ['x', 'handler-4', 'filter'],
    ['x', 'handler-2', 'rejected'],
  ])
  expect(bus.getStatistics().failures).toBe(3)
})

test('E-4 failures go to handler-error where somebody listens, and to onError where that fails, too', () => {
  const { bus, failures } = createBus()
  const heard: HandlerFailure[] = []
  bus.subscribe('handler-error', (failure) => {
    heard.push(failure)
    throw new Error('second')
  })
  bus.subscribe('x', () => {
    throw new Error('first')
  })
  bus.emit('x', 0)
  expect(heard.map(({ source }) => source)).toEqual(['x'])
  expect(failures.map(({ source }) => source)).toEqual(['handler-error'])
})

test('E-5 an event from within a handler waits until all have been told of the one before', () => {
  const { bus } = createBus()
  const seen: string[] = []
  bus.subscribe('a', () => bus.emit('b', 0))
  bus.subscribe('*', (_, event) => seen.push(`2:${event.name}`), { priority: 'low' })
  bus.subscribe('*', (_, event) => seen.push(`1:${event.name}`), { priority: 'high' })
  bus.emit('a', 0)
  expect(seen).toEqual(['1:a', '2:a', '1:b', '2:b'])
})

test('E-5 a handler that feeds itself is stopped with an error', () => {
  const { bus, failures } = createBus()
  let calls = 0
  bus.subscribe('a', () => {
    calls++
    bus.emit('a', 0)
  })
  bus.emit('a', 0)
  expect(calls).toBe(65)
  expect(failures).toMatchObject([{ error: { code: 'E_DELIVERY_DEPTH' } }])
  bus.emit('other', 0)
  bus.unsubscribe('handler-1')
  bus.emit('a', 0)
  expect(calls).toBe(65)
})

test('E-6 a late subscriber gets the past by replay, each event once', () => {
  const { bus } = createBus(3)
  for (const payload of [1, 2, 3, 4]) bus.emit('x', payload)
  bus.emit('y', 5)
  const all: unknown[] = []
  bus.subscribe('*', (payload) => all.push(payload), { replay: true })
  const last: unknown[] = []
  bus.subscribe('x', (payload) => last.push(payload), { replay: 1 })
  const none: unknown[] = []
  bus.subscribe('x', (payload) => none.push(payload))
  bus.emit('x', 6)
  expect(all).toEqual([3, 4, 5, 6])
  expect(last).toEqual([4, 6])
  expect(none).toEqual([6])
  expect(bus.getHistory().map(({ payload }) => payload)).toEqual([4, 5, 6])
  expect(bus.getHistory('x', 1).map(({ payload }) => payload)).toEqual([6])
})

test('E-6 who subscribes from within a handler sees what is still to be delivered only by replay', () => {
  const { bus } = createBus()
  const plain: unknown[] = []
  const replayed: unknown[] = []
  bus.subscribe('b', () => undefined)
  bus.subscribe(
    'a',
    () => {
      bus.emit('b', 1)
      bus.subscribe('b', (payload) => plain.push(payload))
      bus.subscribe('b', (payload) => replayed.push(payload), { replay: true })
    },
    { once: true },
  )
  bus.emit('a', 0)
  bus.emit('b', 2)
  expect(plain).toEqual([2])
  expect(replayed).toEqual([1, 2])
})

test('E-6 a history of size 0 keeps nothing', () => {
  const { bus } = createBus(0)
  bus.emit('x', 1)
  expect(bus.getHistory()).toEqual([])
})

test('E-7 gather resolves with what every handler returned, in the order of calls', async () => {
  const { bus, failures } = createBus()
  bus.subscribe('conflict', async () => 'low', { priority: 'low' })
  bus.subscribe('conflict', () => 'now')
  bus.subscribe('conflict', () => {
    throw new Error('thrown')
  })
  bus.subscribe('conflict', () => Promise.reject(new Error('rejected')), { priority: 'critical' })
  bus.subscribe('conflict', () => 'left out', { filter: () => false })
  const event = { key: 'k', baseValue: 0, clientValue: 1, serverValue: 2 }
  const results = await bus.gather('conflict', event)
  expect(results).toEqual([
    { subscriberId: 'handler-4', status: 'rejected', reason: new Error('rejected') },
    { subscriberId: 'handler-2', status: 'fulfilled', value: 'now' },
    { subscriberId: 'handler-3', status: 'rejected', reason: new Error('thrown') },
    { subscriberId: 'handler-1', status: 'fulfilled', value: 'low' },
  ])
  expect(failures).toHaveLength(2)
  expect(await bus.gather('nobody', 0)).toEqual([])
})
