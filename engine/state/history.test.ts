import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../core/json/index.ts'
import { createTestEngine, STORES } from '../testing/state-fixture.ts'
import type { TestEngine } from '../testing/state-fixture.ts'
import { rollbackOperation } from './rollback.ts'
import type { SyncOptions } from '../sync-options.ts'

const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

type Step =
  | { do: 'set'; key: string; value: JsonValue; tags?: string[] }
  | { do: 'delete'; key: string }
  | { do: 'rollback'; key: string; back: number }
  | { do: 'rollback-all'; back: number }
  | { do: 'undo'; from: number; span: number }

const someKey = fc.constantFrom('a', 'b', 'c/d')
const someValue: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.integer({ min: 0, max: 2 }),
  fc.record({ x: fc.integer({ min: 0, max: 2 }), y: fc.array(fc.constantFrom('p', 'q'), { maxLength: 3 }) }),
)
const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { do: fc.constant('set' as const), key: someKey, value: someValue, tags: fc.subarray(['s', 't']) },
      { requiredKeys: ['do', 'key', 'value'] },
    ),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), key: someKey }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rollback' as const), key: someKey, back: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rollback-all' as const), back: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), from: fc.nat(8), span: fc.nat(4) }) },
)

interface Known {
  value: JsonValue | undefined
  tags: readonly string[] | undefined
}
type Picture = Record<string, Known>

function picture(
  read: (key: string) => { value: JsonValue | undefined; metadata: { tags?: readonly string[] } } | undefined,
): Picture {
  const entries = ['a', 'b', 'c/d'].flatMap((name) => {
    const document = read(name)
    return document?.value === undefined ? [] : [[name, { value: document.value, tags: document.metadata.tags }] as const]
  })
  return Object.fromEntries(entries)
}

/** Carries a step out and returns the picture that it promises, where it promises one. */
function carryOut({ engine }: TestEngine, step: Step, pictures: readonly Picture[]): Picture | undefined {
  const { stateManager } = engine
  const head = engine.storage.head().seq
  switch (step.do) {
    case 'set':
      stateManager.setState(step.key, step.value, step.tags ? { metadata: { tags: step.tags } } : {})
      return undefined
    case 'delete':
      stateManager.deleteState(step.key)
      return undefined
    case 'rollback': {
      const seq = Math.max(0, head - step.back)
      stateManager.rollback(step.key, { seq })
      const then = pictures[seq]?.[step.key]
      const { [step.key]: _, ...others } = pictures[head] ?? {}
      return then ? { ...others, [step.key]: then } : others
    }
    case 'rollback-all': {
      const seq = Math.max(0, head - step.back)
      stateManager.rollbackMatching('**', { seq })
      return pictures[seq]
    }
    case 'undo': {
      const from = Math.max(1, head - step.from)
      const to = Math.min(head, from + step.span)
      if (from > to) return undefined
      try {
        stateManager.undo(from, to)
        return to === head ? pictures[from - 1] : undefined
      } catch (error) {
        expect(error).toMatchObject({ code: 'E_UNDO_MOVED' })
        return pictures[head]
      }
    }
  }
}

describe.each(STORES)('on a store of kind %s', (store) => {
  const create = (options: SyncOptions = {}): TestEngine => createTestEngine(options, store)

  test('S-17 S-18 S-19 every state that ever was can be read, and returning to one gives just that', () => {
    fc.assert(
      fc.property(fc.array(someStep, { maxLength: 25 }), (steps) => {
        const fixture = create()
        const { stateManager, storage } = fixture.engine
        const pictures: Picture[] = [{}]
        const times: number[] = [0]
        for (const next of steps) {
          const at = fixture.clock.advance(10)
          const promised = carryOut(fixture, next, pictures)
          const now = picture((name) => stateManager.getState(name, { withMetadata: true }))
          if (promised) expect(now, JSON.stringify(next)).toEqual(promised)
          // A step may have made several changes: the pictures between them are read back from the log.
          for (let seq = pictures.length; seq <= storage.head().seq; seq++) {
            pictures[seq] = picture((name) => stateManager.getStateAt(name, { seq }, { withMetadata: true }))
            times[seq] = at
          }
          expect(pictures[storage.head().seq]).toEqual(now)
        }
        pictures.forEach((expected, seq) => {
          expect(picture((name) => stateManager.getStateAt(name, { seq }, { withMetadata: true }))).toEqual(expected)
          const lastAtThatTime = times.lastIndexOf(times[seq] as number)
          expect(picture((name) => stateManager.getStateAt(name, new Date(times[seq] as number), { withMetadata: true }))).toEqual(
            pictures[lastAtThatTime],
          )
        })
      }),
      { numRuns: store === 'memory' ? 500 : 25, seed: 61 },
    )
  })

  test('S-17 a moment is a version, a date, or either spelled out', () => {
    const { engine, clock } = create()
    const { stateManager } = engine
    engine.setState('a', 'one')
    const first = clock.now()
    clock.advance(1000)
    engine.setState('a', 'two')
    expect(stateManager.getStateAt('a', 1)).toBe('one')
    expect(stateManager.getStateAt('a', { version: 2 })).toBe('two')
    expect(stateManager.getStateAt('a', new Date(first))).toBe('one')
    expect(stateManager.getStateAt('a', { at: first + 999 })).toBe('one')
    expect(stateManager.getStateAt('a', { at: new Date(first - 1) })).toBeUndefined()
    expect(stateManager.getStateAt('a', { seq: 2 })).toBe('two')
    expect(stateManager.getStateAt('a', 3)).toBeUndefined()
    expect(stateManager.getStateAt('none', 1)).toBeUndefined()
    for (const moment of [first, -1, 1.5, new Date('nonsense'), { seq: 3 }, { seq: -1 }, { at: Number.NaN }]) {
      expect(() => stateManager.getStateAt('a', moment), JSON.stringify(moment)).toThrow(refusal('E_MOMENT'))
    }
  })

  test('S-8 history is listed newest first, as many versions as are promised', () => {
    const { engine } = create({ historySize: 3 })
    const { stateManager } = engine
    for (let i = 1; i <= 5; i++) engine.setState('a', i, { actor: `actor-${i}` })
    stateManager.deleteState('a')
    expect(stateManager.getHistory('a').map(({ version, kind, deleted, actor }) => [version, kind, deleted, actor])).toEqual([
      [6, 'delete', true, 'local'],
      [5, 'set', false, 'actor-5'],
      [4, 'set', false, 'actor-4'],
    ])
    expect(stateManager.getHistory('a', { limit: 2, before: 4, withValues: true })).toMatchObject([
      { version: 3, value: 3 },
      { version: 2, value: 2 },
    ])
    expect(stateManager.getHistory('none')).toEqual([])
    expect(() => stateManager.getHistory('a', { limit: 0 })).toThrow(refusal('E_LIMIT'))
    engine.setState('b', 1, { trackHistory: false })
    engine.setState('b', 2)
    expect(stateManager.getHistory('b')).toHaveLength(1)
  })

  test('S-8 the compaction plan keeps what each key was promised', () => {
    const { engine } = create({ historySize: 7 })
    engine.setState('more', 1, { historySize: 20 })
    engine.setState('none', 1, { trackHistory: false })
    const plan = engine.stateManager.compactionPlan()
    expect([
      plan.keepVersions,
      plan.keepVersionsOf?.('more'),
      plan.keepVersionsOf?.('none'),
      plan.keepVersionsOf?.('other'),
    ]).toEqual([7, 20, 1, 7])
    expect(create({ enableVersioning: false }).engine.stateManager.compactionPlan().keepVersions).toBe(1)
  })

  test('S-8 without versioning new versions are no events, and versions still guard', () => {
    const { engine } = create({ enableVersioning: false })
    const names: string[] = []
    engine.eventBus.subscribe('*', (_, event) => names.push(event.name))
    engine.setState('a', 1)
    expect(names).toEqual(['data-change', 'state-updated'])
    expect(() => engine.setState('a', 2, { baseVersion: 0 })).toThrow(refusal('E_VERSION_CONFLICT'))
  })

  test('S-18 a rollback is a new version that can be rolled back', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.setState('a', 'one', { metadata: { tags: ['x'] } })
    engine.setState('a', 'two', { metadata: { tags: null } })
    expect(stateManager.rollback('a', 1, { reason: 'wrong' })).toMatchObject({
      version: 3,
      value: 'one',
      metadata: { tags: ['x'] },
      kind: 'rollback',
      cause: 'rollback:1',
      reason: 'wrong',
    })
    expect(stateManager.rollback('a', 2)).toMatchObject({ version: 4, value: 'two', metadata: {}, cause: 'rollback:2' })
    expect(stateManager.rollback('a', 2)).toMatchObject({ version: 4, changed: false })
    expect(stateManager.rollback('a', 0)).toMatchObject({ version: 5, deleted: true, kind: 'rollback', cause: 'rollback:0' })
    expect(stateManager.rollback('a', 4)).toMatchObject({ version: 6, value: 'two' })
    expect(() => stateManager.rollback('a', 9)).toThrow(refusal('E_VERSION_UNKNOWN', { key: 'a', current: 6 }))
    expect(() => stateManager.rollback('a', 1, { baseVersion: 5 })).toThrow(refusal('E_VERSION_CONFLICT'))
  })

  test('S-18 a pattern goes back in one batch, and only what differs is touched', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.batch(['p/same', 'p/changed', 'p/deleted', 'q/other'].map((key) => ({ key, value: 1 })))
    engine.batch([
      { key: 'p/changed', value: 2 },
      { key: 'p/deleted', delete: true },
      { key: 'p/new', value: 1 },
      { key: 'q/other', value: 2 },
      { key: 'p/same', value: 2 },
    ])
    engine.setState('p/same', 1)
    const plan = [...run(stateManager.planRollback('p/**', { seq: 4 }))]
    expect(plan).toEqual([
      { key: 'p/changed', fromVersion: 2, toVersion: 1, effect: 'change' },
      { key: 'p/deleted', fromVersion: 2, toVersion: 1, effect: 'recreate' },
      { key: 'p/new', fromVersion: 1, toVersion: 0, effect: 'delete' },
    ])
    const result = stateManager.rollbackMatching('p/**', { seq: 4 }, { reason: 'mistake' })
    expect(result.updates.map(({ key, value, cause, batch }) => [key, value, cause, batch])).toEqual([
      ['p/changed', 1, 'rollback:1', 11],
      ['p/deleted', 1, 'rollback:1', 11],
      ['p/new', undefined, 'rollback:0', 11],
    ])
    expect(engine.getState('q/other')).toBe(2)
  })

  test('S-18 a plan that has been overtaken is refused', () => {
    const { engine } = create()
    engine.setState('a', 1)
    engine.setState('a', 2)
    const operations = run(engine.stateManager.planRollback('**', { seq: 1 })).map(rollbackOperation)
    engine.setState('a', 3)
    expect(() => engine.batch(operations)).toThrow(refusal('E_VERSION_CONFLICT', { expected: 2, current: 3 }))
  })

  test('S-17 S-19 what compaction let go can be neither read, nor rolled back to, nor undone', async () => {
    const { engine, clock } = create()
    const { stateManager } = engine
    engine.setState('a', 1)
    engine.setState('a', 2)
    const horizon = clock.now()
    clock.advance(1000)
    engine.setState('a', 3)
    await engine.compact({ before: horizon })
    expect(stateManager.getStateAt('a', { seq: 2 })).toBe(2)
    for (const gone of [
      () => stateManager.getStateAt('a', { seq: 1 }),
      () => stateManager.rollback('a', 1),
      () => stateManager.rollbackMatching('**', { seq: 1 }),
      () => stateManager.undo(2, 3),
    ]) {
      expect(gone).toThrow(refusal('E_COMPACTED'))
    }
    stateManager.undo(3, 3)
    expect(engine.getState('a')).toBe(2)
  })

  test('S-19 an undo returns a batch to what was before, and can be undone', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.setState('a', 1)
    const { range } = engine.batch([
      { key: 'a', value: 2 },
      { key: 'b', value: 1 },
      { key: 'a', delete: true },
    ])
    const undone = stateManager.undo(range?.fromSeq ?? 0, range?.toSeq ?? 0)
    expect(undone.updates.map(({ key, value, cause, kind }) => [key, value, cause, kind])).toEqual([
      ['a', 1, 'undo:2', 'rollback'],
      ['b', undefined, 'undo:2', 'rollback'],
    ])
    stateManager.undo(undone.range?.fromSeq ?? 0, undone.range?.toSeq ?? 0)
    expect([engine.getState('a'), engine.getState('b')]).toEqual([undefined, 1])
  })

  test('S-19 an undo of keys that moved on is refused whole', () => {
    const { engine } = create()
    const { stateManager } = engine
    engine.batch([
      { key: 'a', value: 1 },
      { key: 'b', value: 1 },
    ])
    engine.setState('b', 2)
    expect(() => stateManager.undo(1, 2)).toThrow(refusal('E_UNDO_MOVED', { key: 'b', version: 2, expected: 1 }))
    expect(engine.getState('a')).toBe(1)
    for (const [from, to] of [
      [0, 1],
      [2, 1],
      [1, 9],
      [1.5, 2],
    ] as const) {
      expect(() => stateManager.undo(from, to)).toThrow(refusal('E_RANGE'))
    }
  })
})

function run<T>(plan: Generator<unknown, T>): T {
  for (;;) {
    const step = plan.next()
    if (step.done) return step.value
  }
}
