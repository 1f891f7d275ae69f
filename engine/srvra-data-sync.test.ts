import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
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
  void engine.close()
  void engine.close()
  expect(() => engine.setState('a', 1)).toThrow(refusal('E_STORE_CLOSED'))
  expect(() => engine.getState('a')).toThrow(refusal('E_STORE_CLOSED'))
})

test("S-22 a store that the caller opened stays the caller's to close", () => {
  const { storage } = createTestEngine().engine
  const { engine } = createTestEngine({ storage })
  engine.setState('a', 1)
  void engine.close()
  expect(storage.read('a')?.value).toBe(1)
  storage.close()
})

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-engine-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

test('S-23 a folder keeps its schemas for whoever opens it next', () => {
  const dir = temporaryFolder()
  const city = { required: ['name'] }
  const first = new SrvraDataSync({ storage: { dir }, schemas: { mine: { type: 'number' } } })
  first.registerSchema('cities/*', city)
  first.registerSchema('other', {})
  expect(first.removeSchema('other')).toBe(true)
  expect(first.removeSchema('other')).toBe(false)
  expect(() => first.registerSchema('bad', { typ: 'x' })).toThrow(refusal('E_SCHEMA'))
  void first.close()
  expect(JSON.parse(readFileSync(join(dir, 'schemas.json'), 'utf8'))).toEqual({ 'cities/*': city })
  const second = new SrvraDataSync({ storage: { dir } })
  expect(() => second.setState('cities/1', {})).toThrow(refusal('E_VALIDATION'))
  second.setState('mine', 'text')
  second.removeSchema('cities/*')
  second.setState('cities/1', {})
  void second.close()
})

test.each(['[1]', '{"a": 1', '{"a": 1}', '{"a": {"type": "strin"}}'])(
  'S-23 a schema file that holds %j is refused, and the store left closed',
  (text) => {
    const dir = temporaryFolder()
    writeFileSync(join(dir, 'schemas.json'), text)
    expect(() => new SrvraDataSync({ storage: { dir } })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^E_SCHEMA/) }),
    )
    rmSync(join(dir, 'schemas.json'))
    void new SrvraDataSync({ storage: { dir } }).close()
  },
)

test('S-22 what was written to a folder is there after it was opened again', () => {
  const dir = temporaryFolder()
  const first = new SrvraDataSync({ storage: { dir } })
  first.setState('a', 1, { metadata: { tags: ['x'] } })
  const { hlc } = first.setState('a', 2)
  void first.close()
  const second = new SrvraDataSync({ storage: { dir } })
  expect(second.getState('a', { withMetadata: true })).toMatchObject({ value: 2, version: 2, metadata: { tags: ['x'] } })
  const update = second.setState('a', 3)
  expect(update).toMatchObject({ version: 3, seq: 3 })
  expect(update.hlc > hlc).toBe(true)
  void second.close()
})

test('S-8 compact lets go of versions beyond those that are promised', async () => {
  const { engine } = createTestEngine({ historySize: 2 })
  for (let i = 1; i <= 5; i++) engine.setState('a', i)
  const report = await engine.compact()
  expect(report.trimmedVersions).toBe(3)
  expect(engine.stateManager.getStateAt('a', 4)).toBe(4)
  expect(() => engine.stateManager.getStateAt('a', 3)).toThrow(refusal('E_COMPACTED', { oldest: 4 }))
  expect(() => engine.stateManager.rollback('a', 1)).toThrow(refusal('E_COMPACTED'))
  const stop = new AbortController()
  stop.abort()
  await expect(engine.compact({}, stop.signal)).rejects.toThrow(/aborted/)
})
