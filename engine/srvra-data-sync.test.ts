import { expect, test } from 'vitest'
import { SrvraDataSync } from './srvra-data-sync.ts'
import { createTestEngine } from './testing/state-fixture.ts'

const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test.each([
  [{ histroySize: 3 }, 'histroySize', /historySize/],
  [{ limits: { maxByte: 3 } }, 'limits.maxByte', /maxBytes/],
  [{ historySize: 0 }, 'historySize', /1/],
  [{ autoResolveThreshold: 2 }, 'autoResolveThreshold', /1/],
  [{ syncInterval: '30s' }, 'syncInterval', /number/],
  [{ storage: 'disk' }, 'storage', /memory/],
  [{ storage: { dir: 'x', sync: true } }, 'storage.sync', /dir, synchronous/],
  [{ clock: {} }, 'clock', /now/],
  [{ enableVersioning: 'yes' }, 'enableVersioning', /boolean/],
])('S-21 the options %j are refused', (options, option, allowed) => {
  expect(() => new SrvraDataSync(options as never)).toThrow(
    refusal('E_OPTION', { option, allowed: expect.stringMatching(allowed) }),
  )
})

test('S-21 limits of the options hold for writes', () => {
  const { engine } = createTestEngine({ limits: { maxDepth: 2 } })
  engine.setState('a', [[1]])
  expect(() => engine.setState('a', [[[1]]])).toThrow(refusal('E_DEPTH'))
})

test('S-20 statistics count what was written', () => {
  const { engine } = createTestEngine({ schemas: { x: {} } })
  engine.stateManager.subscribe('a', () => undefined)
  engine.setState('a', 1)
  engine.setState('a', 1)
  engine.batch([
    { key: 'a', value: 2 },
    { key: 'b', value: 1 },
  ])
  engine.stateManager.deleteState('b')
  expect(engine.getStatistics()).toMatchObject({
    state: {
      documents: 1,
      changes: 4,
      head: { seq: 4 },
      horizon: { seq: 0 },
      subscribers: 1,
      schemas: 1,
      historySize: 50,
      writes: { committed: 4, unchanged: 1, batches: 1 },
      hottestKeys: [
        { key: 'a', writes: 2 },
        { key: 'b', writes: 2 },
      ],
    },
    events: { handlers: 0, failures: 0 },
  })
})

test('S-22 closing is idempotent, and nothing works afterwards', () => {
  const { engine } = createTestEngine()
  engine.close()
  engine.close()
  expect(() => engine.setState('a', 1)).toThrow(refusal('E_STORE_CLOSED'))
  expect(() => engine.getState('a')).toThrow(refusal('E_STORE_CLOSED'))
})

test("S-22 a store that the caller opened stays the caller's to close", () => {
  const { storage } = createTestEngine().engine
  const { engine } = createTestEngine({ storage })
  engine.setState('a', 1)
  engine.close()
  expect(storage.read('a')?.value).toBe(1)
  storage.close()
})
