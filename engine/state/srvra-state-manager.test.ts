import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTestEngine, STORES } from '../testing/state-fixture.ts'
import type { TestEngine } from '../testing/state-fixture.ts'
import type { SyncOptions } from '../sync-options.ts'
import type { BatchOperation } from './write-options.ts'

const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

describe.each(STORES)('on a store of kind %s', (store) => {
  const create = (options: SyncOptions = {}): TestEngine => createTestEngine(options, store)

  test('S-1 a value is copied in and handed out frozen', () => {
    const { engine } = create()
    const mine = { list: [1, { deep: true }] }
    const update = engine.setState('doc', mine)
    mine.list.push(2)
    expect(engine.getState('doc')).toEqual({ list: [1, { deep: true }] })
    expect(update.value).toBe(engine.getState('doc'))
    expect(Object.isFrozen(mine)).toBe(false)
    expect(() => ((engine.getState('doc') as { list: number[] }).list[0] = 9)).toThrow(TypeError)
  })

  test('S-1 the update tells what was and what is', () => {
    const { engine } = create()
    engine.setState('doc', 1)
    const update = engine.setState('doc', 2, { actor: 'ann', reason: 'because', cause: 'conflict:7', priority: 'high' })
    expect(update).toMatchObject({
      key: 'doc',
      version: 2,
      previousVersion: 1,
      seq: 2,
      value: 2,
      previousValue: 1,
      changed: true,
      deleted: false,
      kind: 'set',
    })
    expect(update).toMatchObject({
      actor: 'ann',
      reason: 'because',
      cause: 'conflict:7',
      priority: 'high',
      at: 1_800_000_000_000,
      opId: `${engine.storage.storeId}-2`,
    })
    expect('batch' in update).toBe(false)
  })

  test('S-2 a refused write changes nothing and is told to nobody', () => {
    const { engine } = create()
    const seen: unknown[] = []
    engine.setState('doc', 1)
    engine.stateManager.subscribe('**', (value) => seen.push(value))
    expect(() => engine.setState('doc', { a: undefined })).toThrow(refusal('E_TYPE', { path: '$.a' }))
    expect(() => engine.setState('', 1)).toThrow(refusal('E_KEY'))
    expect(() =>
      engine.batch([
        { key: 'doc', value: 2 },
        { key: 'x//y', value: 1 },
      ]),
    ).toThrow(refusal('E_KEY', { operation: 1 }))
    expect(() => engine.batch([{ key: 'doc', value: 2 }, { key: 'doc' } as never])).toThrow(
      refusal('E_OPERATION', { operation: 1 }),
    )
    expect(engine.getState('doc')).toBe(1)
    expect(engine.storage.head().seq).toBe(1)
    expect(seen).toEqual([])
  })

  test('S-3 an equal value makes no version, whatever the order of its members', () => {
    const { engine } = create()
    const seen: unknown[] = []
    engine.setState('doc', { a: 1, b: [2] }, { metadata: { tags: ['x'] }, actor: 'ann' })
    engine.stateManager.subscribe('doc', (value) => seen.push(value))
    const update = engine.setState('doc', { b: [2], a: 1 }, { metadata: { tags: ['x', 'x'] }, actor: 'operator-2' })
    expect(update).toMatchObject({ changed: false, version: 1, previousVersion: 1, seq: 1, actor: 'ann', value: { a: 1, b: [2] } })
    expect(seen).toEqual([])
    expect(engine.storage.head().seq).toBe(1)
    expect(engine.setState('doc', { a: 1, b: [2, 3] }).version).toBe(2)
  })

  test('S-4 a deletion is a version, keeps the metadata, and what comes after begins anew', () => {
    const { engine } = create()
    const { stateManager } = engine
    expect(stateManager.deleteState('doc')).toMatchObject({ changed: false, version: 0, deleted: true })
    engine.setState('doc', 1, { metadata: { tags: ['x'] } })
    expect(stateManager.deleteState('doc')).toMatchObject({
      changed: true,
      version: 2,
      deleted: true,
      kind: 'delete',
      metadata: { tags: ['x'] },
    })
    expect(engine.getState('doc')).toBeUndefined()
    expect(engine.getState('doc', { withMetadata: true })).toBeUndefined()
    expect(stateManager.deleteState('doc')).toMatchObject({ changed: false, version: 2 })
    expect(() => stateManager.setMetadata('doc', { tags: [] })).toThrow(refusal('E_NOT_FOUND', { key: 'doc' }))
    const anew = engine.setState('doc', 1)
    expect([anew.version, anew.metadata, anew.previousMetadata]).toEqual([3, {}, { tags: ['x'] }])
  })

  test('S-5 a guarded write holds only on top of the version that its author saw', () => {
    const { engine } = create()
    engine.setState('doc', 1, { baseVersion: 0 })
    engine.setState('doc', 2, { expectedVersion: 1 })
    expect(() => engine.setState('doc', 3, { baseVersion: 1 })).toThrow(
      refusal('E_VERSION_CONFLICT', { key: 'doc', expected: 1, current: 2 }),
    )
    expect(() => engine.setState('doc', 2, { baseVersion: 1 })).toThrow(refusal('E_VERSION_CONFLICT'))
    expect(() => engine.stateManager.deleteState('doc', { expectedVersion: 3 })).toThrow(refusal('E_VERSION_CONFLICT'))
    expect(() => engine.setState('new', 3, { baseVersion: 1 })).toThrow(refusal('E_VERSION_CONFLICT', { current: 0 }))
    expect(() =>
      engine.batch([
        { key: 'a', value: 1 },
        { key: 'doc', delete: true, baseVersion: 1 },
      ]),
    ).toThrow(refusal('E_VERSION_CONFLICT', { operation: 1, current: 2 }))
    expect(engine.getState('a')).toBeUndefined()
  })

  test('S-6 operations of a batch see each other, share a batch number, and one change is no batch', () => {
    const { engine } = create()
    engine.setState('z', 0)
    const result = engine.batch([
      { key: 'a', value: 1 },
      { key: 'a', value: 2, baseVersion: 1 },
      { key: 'a', value: 2 },
      { key: 'z', delete: true },
      { key: 'a', metadata: { tags: ['t'] } },
    ])
    expect(result.range).toEqual({ fromSeq: 2, toSeq: 5 })
    expect(result.updates.map(({ key, version, seq, batch, changed }) => [key, version, seq, batch, changed])).toEqual([
      ['a', 1, 2, 2, true],
      ['a', 2, 3, 2, true],
      ['a', 2, 3, undefined, false],
      ['z', 2, 4, 2, true],
      ['a', 3, 5, 2, true],
    ])
    expect(engine.batch([{ key: 'b', value: 1 }]).updates[0]?.batch).toBeUndefined()
    expect(engine.batch([{ key: 'b', value: 1 }])).toMatchObject({ changed: false })
    expect(engine.batch([])).toMatchObject({ updates: [], changed: false })
  })

  test('S-6 a batch with a bad operation anywhere leaves no trace', () => {
    const operation = fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 0, max: 3 }) })
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), fc.nat(6), (operations, at) => {
        const { engine } = create()
        engine.batch([
          { key: 'a', value: 0 },
          { key: 'b', value: 0 },
        ])
        const bad: BatchOperation[] = operations.toSpliced(Math.min(at, operations.length), 0, {
          key: 'c',
          value: 0,
          baseVersion: 99,
        } as never)
        expect(() => engine.batch(bad)).toThrow(refusal('E_VERSION_CONFLICT', { operation: Math.min(at, operations.length) }))
        expect(engine.storage.head().seq).toBe(2)
        expect([engine.getState('a'), engine.getState('b'), engine.getState('c')]).toEqual([0, 0, undefined])
      }),
      { numRuns: store === 'memory' ? 200 : 20, seed: 41 },
    )
  })

  test('S-7 times never fall and logical times rise, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 }), (moves) => {
        const { engine, clock } = create()
        const updates = moves.map((move, i) => {
          clock.advance(move)
          return engine.setState('doc', i)
        })
        updates.forEach((update, i) => {
          const before = updates[i - 1]
          expect(update).toMatchObject({ version: i + 1, seq: i + 1 })
          if (before) {
            expect(update.at).toBeGreaterThanOrEqual(before.at)
            expect(update.hlc > before.hlc).toBe(true)
          }
        })
      }),
      { numRuns: store === 'memory' ? 200 : 20, seed: 42 },
    )
  })

  test('S-7 only an import or a restore carries a greater version number', () => {
    const { engine } = create()
    expect(engine.batch([{ key: 'doc', value: 1, version: 5 }], { kind: 'import' }).updates[0]).toMatchObject({
      version: 5,
      kind: 'import',
    })
    expect(engine.batch([{ key: 'doc', value: 2, version: 3 }], { kind: 'restore' }).updates[0]).toMatchObject({ version: 6 })
    expect(engine.batch([{ key: 'doc', value: 2, version: 9 }], { kind: 'import' }).updates[0]).toMatchObject({
      version: 9,
      changed: true,
    })
    expect(() => engine.batch([{ key: 'doc', value: 2, version: 12 }])).toThrow(refusal('E_OPERATION'))
  })

  test('S-9 metadata is versioned with the value and changed member by member', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.setState('doc', 1, { metadata: { tags: ['b', 'a', 'b'], contentType: 'text/plain', custom: { x: 1 } } })
    expect(engine.getState('doc', { withMetadata: true })?.metadata).toEqual({
      tags: ['a', 'b'],
      contentType: 'text/plain',
      custom: { x: 1 },
    })
    expect(stateManager.setMetadata('doc', { contentType: null, retentionClass: 'sensitive' })).toMatchObject({
      version: 2,
      value: 1,
    })
    expect(engine.setState('doc', 2).metadata).toEqual({ tags: ['a', 'b'], retentionClass: 'sensitive', custom: { x: 1 } })
    expect(stateManager.getStateAt('doc', 1, { withMetadata: true })?.metadata).toMatchObject({ contentType: 'text/plain' })
    expect(stateManager.setMetadata('doc', { tags: ['b', 'a'] }).changed).toBe(false)
  })

  test.each([
    ['tags', 'x'],
    ['tags', ['']],
    ['tags', ['a\nb']],
    ['tags', ['x'.repeat(129)]],
    ['tags', Array.from({ length: 65 }, (_, i) => `t${i}`)],
    ['contentType', 'json'],
    ['retentionClass', 'a b'],
    ['custom', [1]],
    ['colour', 'red'],
    ['__proto__', 'red'],
    ['toString', 'red'],
  ])('S-9 metadata with %s %j is refused', (member, value) => {
    const { engine } = create()
    const metadata = JSON.parse(JSON.stringify({ [member]: value })) as object
    expect(() => engine.setState('doc', 1, { metadata })).toThrow(refusal('E_METADATA', { member }))
  })

  test.each([
    ['expectVersion', 1],
    ['baseVersion', '1'],
    ['baseVersion', -1],
    ['actor', ''],
    ['priority', 'urgent'],
    ['kind', 'rollback'],
    ['trackHistory', 1],
    ['historySize', 0],
    ['compressionThreshold', 1.5],
    ['toString', 1],
  ])('S-10 the write option %s %j is refused', (option, value) => {
    const { engine } = create()
    expect(() => engine.setState('doc', 1, { [option]: value })).toThrow(refusal('E_OPTION', { option }))
    expect(engine.getState('doc')).toBeUndefined()
  })

  test('S-10 settings stay with the key until others are given', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.setState('doc', 1, { historySize: 3, syncInterval: 1000 })
    engine.setState('doc', 1, { trackHistory: false })
    expect(stateManager.settingsOf('doc')).toEqual({ historySize: 3, syncInterval: 1000, trackHistory: false })
    expect(stateManager.settingsOf('other')).toEqual({})
  })
})
