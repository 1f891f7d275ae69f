import { describe, expect, test } from 'vitest'
import { createTestEngine, STORES } from '../testing/state-fixture.ts'
import type { TestEngine } from '../testing/state-fixture.ts'
import type { SyncOptions } from '../sync-options.ts'

const refusal = (code: string): unknown => expect.objectContaining({ code })

describe.each(STORES)('on a store of kind %s', (store) => {
  const create = (options: SyncOptions = {}): TestEngine => createTestEngine(options, store)

  test('S-16 nothing of a bulk is seen before its commit, all of it after', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.batch([
      { key: 'a', value: 1 },
      { key: 'b', value: 1 },
    ])
    const bulk = stateManager.beginBulk({ kind: 'import', actor: 'importer', cause: 'import:1' })
    expect(
      bulk.write([
        { key: 'a', value: 2 },
        { key: 'b', value: 1 },
      ]),
    ).toEqual({ created: 0, changed: 1, unchanged: 1 })
    expect(bulk.write([{ key: 'c', value: 1, metadata: { tags: ['x'] } }])).toEqual({ created: 1, changed: 0, unchanged: 0 })
    expect([engine.getState('a'), engine.getState('c'), engine.storage.head().seq]).toEqual([1, undefined, 2])
    expect(() => engine.setState('z', 1)).toThrow(refusal('E_STORE_BUSY'))
    expect(() => stateManager.beginBulk()).toThrow(refusal('E_STORE_BUSY'))
    expect(bulk.commit()).toEqual({ created: 1, changed: 1, unchanged: 1, range: { fromSeq: 3, toSeq: 4 } })
    expect([engine.getState('a'), engine.getState('c')]).toEqual([2, 1])
    expect(stateManager.getHistory('c')).toMatchObject([{ seq: 4, batch: 3, kind: 'import', actor: 'importer', cause: 'import:1' }])
    expect(engine.setState('z', 1).seq).toBe(5)
    expect(() => bulk.write([])).toThrow(refusal('E_BULK_OVER'))
    bulk.abandon()
    expect(stateManager.getStatistics().writes).toEqual({ committed: 5, unchanged: 1, batches: 2 })
  })

  test('S-16 an abandoned or failed bulk leaves nothing', () => {
    const { engine } = create()
    const { stateManager } = engine
    const abandoned = stateManager.beginBulk()
    abandoned.write([{ key: 'a', value: 1 }])
    abandoned.abandon()
    abandoned.abandon()
    const failed = stateManager.beginBulk()
    failed.write([{ key: 'a', value: 1 }])
    expect(() => failed.write([{ key: 'b', value: Number.NaN }])).toThrow(refusal('E_NUMBER'))
    expect(() => failed.commit()).toThrow(refusal('E_BULK_OVER'))
    const repeated = stateManager.beginBulk()
    repeated.write([{ key: 'a', value: 1 }])
    expect(() => repeated.write([{ key: 'a', value: 2 }])).toThrow(refusal('E_VERSION_CONFLICT'))
    expect([engine.getState('a'), engine.storage.head().seq]).toEqual([undefined, 0])
    expect(stateManager.beginBulk().commit()).toEqual({ created: 0, changed: 0, unchanged: 0 })
  })

  test('S-16 subscribers hear of each change of a bulk, handlers of the bulk', () => {
    const { engine } = create()
    engine.batch([
      { key: 'p/a', value: 1 },
      { key: 'q', value: 1 },
    ])
    const told: unknown[] = []
    const events: unknown[] = []
    engine.stateManager.subscribe('p/*', (value, { key, version, previousValue, deleted }) =>
      told.push([key, value, version, previousValue, deleted]),
    )
    engine.eventBus.subscribe('*', (payload, event) => events.push([event.name, payload]))
    const bulk = engine.stateManager.beginBulk()
    bulk.write([
      { key: 'p/a', value: 2 },
      { key: 'q', delete: true },
    ])
    bulk.write([{ key: 'p/b', value: 3 }])
    expect(told).toEqual([])
    bulk.commit()
    expect(told).toEqual([
      ['p/a', 2, 2, 1, false],
      ['p/b', 3, 1, undefined, false],
    ])
    expect(events).toEqual([['batch-complete', { fromSeq: 3, toSeq: 5, changes: 3, bulk: true, durable: expect.any(Promise) }]])
  })

  test('S-16 S-19 a bulk can be undone through its plan', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.setState('a', 1)
    const bulk = stateManager.beginBulk()
    bulk.write([
      { key: 'a', value: 2 },
      { key: 'b', value: 2 },
    ])
    const { range } = bulk.commit()
    const plan = stateManager.planUndo(range ?? { fromSeq: 0, toSeq: 0 })
    const { value } = plan.next()
    const undo = stateManager.beginBulk()
    undo.write(value as never)
    undo.commit()
    expect([engine.getState('a'), engine.getState('b')]).toEqual([1, undefined])
    expect(stateManager.getHistory('a')[0]).toMatchObject({ kind: 'rollback', cause: 'undo:2', batch: 4 })
  })
})
