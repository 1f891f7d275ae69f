import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority } from '../core/log/change.ts'
import { createTestEngine } from '../testing/state-fixture.ts'

test('S-13 subscribers of a key and of patterns are told in one order, by priority', () => {
  const priority = fc.constantFrom<Priority>('critical', 'high', 'normal', 'low')
  const pattern = fc.constantFrom('a/b', 'a/*', '**', 'a/c', 'x/*')
  fc.assert(
    fc.property(fc.array(fc.record({ priority, pattern }), { maxLength: 10 }), (subscriptions) => {
      const { engine } = createTestEngine()
      const told: number[] = []
      subscriptions.forEach((s, i) => engine.stateManager.subscribe(s.pattern, () => told.push(i), { priority: s.priority }))
      engine.setState('a/b', 1)
      const order: readonly Priority[] = ['critical', 'high', 'normal', 'low']
      const expected = order.flatMap((rank) =>
        subscriptions.flatMap((s, i) => (s.priority === rank && ['a/b', 'a/*', '**'].includes(s.pattern) ? [i] : [])),
      )
      expect(told).toEqual(expected)
    }),
    { seed: 51 },
  )
})

test('S-13 a batch is told change by change, after its commit', () => {
  const { engine } = createTestEngine()
  const told: unknown[] = []
  engine.stateManager.subscribe('*', (value, update) => told.push([update.key, value, engine.getState('b')]))
  engine.batch([
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
    { key: 'a', delete: true },
  ])
  expect(told).toEqual([
    ['a', 1, 2],
    ['b', 2, 2],
    ['a', undefined, 2],
  ])
})

test('S-14 a subscriber that throws or rejects is reported, and the others are told', async () => {
  const { engine, failures } = createTestEngine()
  const told: unknown[] = []
  engine.stateManager.subscribe('a', () => {
    throw new Error('thrown')
  })
  engine.stateManager.subscribe('*', () => Promise.reject(new Error('rejected')))
  engine.stateManager.subscribe('a', (value) => told.push(value))
  engine.setState('a', 1)
  await Promise.resolve()
  expect(told).toEqual([1])
  expect(failures.map(({ source, subscriberId, error }) => [source, subscriberId, (error as Error).message])).toEqual([
    ['a', 'subscriber-1', 'thrown'],
    ['a', 'subscriber-2', 'rejected'],
  ])
})

test('S-14 a selector narrows what is told and when', () => {
  const { engine } = createTestEngine()
  const themes: unknown[] = []
  const pairs: unknown[] = []
  const selector = (value: unknown): unknown => (value as { theme?: string } | undefined)?.theme
  engine.stateManager.subscribe('a', (theme, update) => themes.push([theme, update.version]), { selector })
  engine.stateManager.subscribe('a', (pair) => pairs.push(pair), { selector: (value) => [selector(value)] })
  engine.setState('a', { theme: 'dark', n: 1 })
  engine.setState('a', { theme: 'dark', n: 2 })
  engine.setState('a', { theme: 'light', n: 2 })
  engine.stateManager.deleteState('a')
  expect(themes).toEqual([
    ['dark', 1],
    ['light', 3],
    [undefined, 4],
  ])
  expect(pairs).toEqual([['dark'], ['light'], [undefined]])
})

test('S-14 a filter leaves out, once ends, and unsubscribing within a call holds at once', () => {
  const { engine } = createTestEngine()
  const { stateManager } = engine
  const told: string[] = []
  stateManager.subscribe('a', (value) => told.push(`even ${value as number}`), { filter: (value) => (value as number) % 2 === 0 })
  stateManager.subscribe('a', (value) => told.push(`once ${value as number}`), { once: true })
  stateManager.subscribe('a', () => stateManager.unsubscribe(last), { priority: 'high' })
  const last = stateManager.subscribe('a', () => told.push('never'), { priority: 'low' })
  expect(stateManager.getStatistics().subscribers).toBe(4)
  engine.setState('a', 1)
  engine.setState('a', 2)
  expect(told).toEqual(['once 1', 'even 2'])
  expect(stateManager.unsubscribe('nobody')).toBe(false)
})

test('S-14 who subscribes while a change is told hears of later changes alone', () => {
  const { engine } = createTestEngine()
  const { stateManager } = engine
  const told: unknown[] = []
  stateManager.subscribe(
    'a',
    () => {
      engine.setState('b', 1)
      stateManager.subscribe('*', (value, update) => told.push([update.key, value]))
    },
    { once: true },
  )
  engine.setState('a', 1)
  expect(told).toEqual([])
  engine.setState('b', 2)
  expect(told).toEqual([['b', 2]])
})

test('S-15 a write from within a subscriber is told after the one that is being told', () => {
  const { engine } = createTestEngine()
  const told: string[] = []
  engine.stateManager.subscribe('a', (value) => {
    if ((value as number) > 2) return
    const update = engine.setState('a', (value as number) + 1)
    told.push(`1 wrote ${update.version}`)
    expect(engine.getState('a')).toBe((value as number) + 1)
  })
  engine.stateManager.subscribe('a', (value) => told.push(`2 told ${value as number}`))
  engine.eventBus.subscribe('data-change', ({ value }) => told.push(`3 told ${value as number}`))
  engine.setState('a', 1)
  expect(told).toEqual(['1 wrote 2', '2 told 1', '3 told 1', '1 wrote 3', '2 told 2', '3 told 2', '2 told 3', '3 told 3'])
})

test('S-15 a loop of writes is refused before it commits', () => {
  const { engine, failures } = createTestEngine()
  engine.stateManager.subscribe('a', (value) => engine.setState('a', (value as number) + 1))
  engine.setState('a', 0)
  expect(failures).toMatchObject([{ error: { code: 'E_DELIVERY_DEPTH' } }])
  expect(engine.getState('a')).toBe(64)
  expect(engine.storage.head().seq).toBe(65)
  engine.stateManager.unsubscribe('subscriber-1')
  expect(engine.setState('a', 0).version).toBe(66)
})
