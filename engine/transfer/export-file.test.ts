import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseFilter } from '../core/query/index.ts'
import { createTransferEngine } from '../testing/transfer-engine.ts'
import type { TestTransferEngine } from '../testing/transfer-engine.ts'
import { exportFile, importFile } from './index.ts'
import type { ExportOptions, ExportReport, TransferFormat, TransferHooks } from './index.ts'

let dir: string
let engine: TestTransferEngine

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-export-'))
  engine = createTransferEngine()
})

afterEach(() => rmSync(dir, { recursive: true }))

const run = (
  name: string,
  options: Partial<ExportOptions> & { overwrite?: boolean } = {},
  hooks?: TransferHooks,
): Promise<ExportReport> => exportFile(engine, { format: 'ndjson', ...options, file: join(dir, name), token: 'token' }, hooks)

const read = (name: string): string => readFileSync(join(dir, name), 'utf8')

function fill(count: number): void {
  engine.stateManager.batch(
    Array.from({ length: count }, (_, index) => ({ key: `n/${String(index).padStart(5, '0')}`, value: { index } })),
  )
}

test('T-21 documents come in the order of their keys, in the form asked for', async () => {
  engine.stateManager.batch([
    { key: 'b', value: { x: 1, a: '=1' } },
    { key: 'a', value: [null] },
  ])
  expect(await run('x.ndjson')).toEqual({ format: 'ndjson', documents: 2, bytes: 24, seq: 2 })
  expect(read('x.ndjson')).toBe('[null]\n{"a":"=1","x":1}\n')
  await run('x.json', { format: 'json' })
  expect(read('x.json')).toBe('[\n[null],\n{"a":"=1","x":1}\n]\n')
  await run('x.csv', { format: 'csv' })
  expect(read('x.csv')).toBe(':json,a,x\n"[null]",,\n,"\'=1",1\n')
})

test('T-21 an empty store gives an empty list', async () => {
  await run('x.json', { format: 'json' })
  expect(JSON.parse(read('x.json'))).toEqual([])
  await run('x.ndjson')
  expect(read('x.ndjson')).toBe('')
})

test('T-21 an export shows the documents that the filter names, or those named', async () => {
  fill(1000)
  await run('x.ndjson', { filter: parseFilter('index>=997 key:n/*', 0) })
  expect(read('x.ndjson')).toBe('{"index":997}\n{"index":998}\n{"index":999}\n')
  engine.stateManager.deleteState('n/00003')
  await run('y.ndjson', { keys: [['n/00002', 'n/00003', 'n/00001'], ['none']] })
  expect(read('y.ndjson')).toBe('{"index":2}\n{"index":1}\n')
})

test('T-21 an export shows the state of an instant', async () => {
  const before = engine.stateManager.setState('a', 1).at
  engine.stateManager.setState('a', 2)
  const both = engine.stateManager.setState('b', 3).at
  engine.stateManager.deleteState('b')
  const states: string[] = []
  for (const [index, at] of [before - 1, before, both, undefined].entries()) {
    await run(`${index}`, at === undefined ? {} : { at })
    states.push(read(`${index}`))
  }
  expect(states).toEqual(['', '1\n', '2\n3\n', '2\n'])
})

test('T-21 an instant before the horizon is refused', async () => {
  const { at } = engine.stateManager.setState('a', 1)
  const { at: later } = engine.stateManager.setState('a', 2)
  engine.stateManager.setState('b', 3)
  const work = engine.storage.compact({ before: later + 1 })
  while (work.next().done !== true);
  await expect(run('x', { at })).rejects.toMatchObject({ code: 'E_COMPACTED', details: { oldest: later } })
  await run('x', { at: later })
  expect(read('x')).toBe('2\n')
})

test('T-21 what is written meanwhile is not in the export', async () => {
  fill(2000)
  let wrote = 0
  await run(
    'x.ndjson',
    {},
    {
      onProgress: ({ rows }) => {
        engine.stateManager.setState(`n/${String(rows + 5).padStart(5, '0')}`, { changed: true })
        engine.stateManager.setState('n/99999', { late: true })
        wrote += 1
      },
    },
  )
  expect(wrote).toBeGreaterThan(3)
  expect(read('x.ndjson').split('\n').slice(0, -1)).toEqual(Array.from({ length: 2000 }, (_, index) => `{"index":${index}}`))
})

test('T-20 a file that exists is replaced only on request', async () => {
  fill(1)
  writeFileSync(join(dir, 'x.ndjson'), 'mine')
  await expect(run('x.ndjson')).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
  expect(read('x.ndjson')).toBe('mine')
  await run('x.ndjson', { overwrite: true })
  expect(read('x.ndjson')).toBe('{"index":0}\n')
  expect(readdirSync(dir)).toEqual(['x.ndjson'])
})

test('T-20 a file that can not be written is refused with a sentence', async () => {
  await expect(run('none/x.ndjson')).rejects.toMatchObject({
    code: 'E_FILE',
    message: expect.stringContaining('no folder') as string,
  })
  await expect(exportFile(engine, { format: 'json', file: '/proc/x.json', token: 't' })).rejects.toMatchObject({ code: 'E_FILE' })
})

test('T-19 a cancelled export leaves no file and keeps the one that was there', async () => {
  fill(2000)
  writeFileSync(join(dir, 'x.csv'), 'mine')
  let calls = 0
  for (let stop = 1; stop < 16; stop += 1) {
    const controller = new AbortController()
    calls = 0
    const onProgress = (): void => {
      calls += 1
      if (calls === stop) controller.abort()
    }
    await expect(run('x.csv', { format: 'csv', overwrite: true }, { signal: controller.signal, onProgress })).rejects.toMatchObject(
      { code: 'E_CANCELLED' },
    )
    expect(readdirSync(dir)).toEqual(['x.csv'])
    expect(read('x.csv')).toBe('mine')
  }
})

test.each(['json', 'ndjson', 'csv'] as const)(
  'T-16 an export with metadata as %s comes back with the equal digest',
  async (format: TransferFormat) => {
    const { stateManager, storage } = engine
    stateManager.setState(
      'a/1',
      { text: '=1', list: [1, { x: null }], nested: { deep: { n: -0.5 } } },
      { metadata: { tags: ['x', 'y'], custom: { a: 1 } } },
    )
    stateManager.setState('a/1', { text: "'=1" })
    stateManager.setState('a/2', 'just text,\n"quoted"')
    stateManager.setState('a/3', { $key: 'own', '=b': 1, 'c.d': [], '': {} }, { metadata: { contentType: 'text/plain' } })
    for (const value of [1, true, null, {}, [], '']) stateManager.setState(`v/${JSON.stringify(value)}`, value)
    for (let version = 0; version < 40; version += 1) stateManager.setState('often', { version })
    stateManager.setState('gone', 1)
    stateManager.deleteState('gone')
    stateManager.deleteState('a/2')
    stateManager.setState('a/2', 'again')
    await run('x', { format, metadata: true })

    const copy = createTransferEngine()
    const report = await importFile(copy, { file: join(dir, 'x'), format })
    expect(report).toMatchObject({ rows: 10, created: 10, bad: 0 })
    expect(copy.storage.digest()).toBe(storage.digest())
    for (const { key } of storage.list({ limit: 100 })) {
      const { version, value, metadata } = storage.read(key) ?? {}
      expect(copy.storage.read(key)).toMatchObject({ version, value, metadata })
    }
    expect(await importFile(copy, { file: join(dir, 'x'), format })).toMatchObject({ created: 0, changed: 0, unchanged: 10 })
    expect(await importFile(engine, { file: join(dir, 'x'), format, dryRun: true })).toMatchObject({ changed: 0, unchanged: 10 })
  },
)
