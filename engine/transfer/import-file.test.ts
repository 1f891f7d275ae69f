import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTransferEngine } from '../testing/transfer-engine.ts'
import type { TestTransferEngine } from '../testing/transfer-engine.ts'
import { ImportRefused, importFile } from './index.ts'
import type { ImportOptions, ImportReport } from './index.ts'

let dir: string
let engine: TestTransferEngine

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-import-'))
  engine = createTransferEngine()
})

afterEach(() => rmSync(dir, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}

const run = (name: string, content: string | Buffer, options: Partial<ImportOptions> = {}): Promise<ImportReport> =>
  importFile(engine, { file: file(name, content), keyTemplate: 'a/{id}', ...options })

async function refusal(name: string, content: string | Buffer, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const error = await run(name, content, options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ImportRefused)
  expect(engine.storage.head().seq).toBe(0)
  return (error as ImportRefused).report
}

const rows = (count: number): string =>
  Array.from({ length: count }, (_, index) => `{"id":${index + 1},"n":${index % 7}}\n`).join('')

test('T-15 an import is one batch of changes of kind import', async () => {
  const report = await run('x.ndjson', rows(1000), { actor: 'operator', reason: 'first load', cause: 'import:1' })
  expect(report).toEqual({
    format: 'ndjson',
    dryRun: false,
    rows: 1000,
    created: 1000,
    changed: 0,
    unchanged: 0,
    replaced: 0,
    bad: 0,
    problems: [],
    range: { fromSeq: 1, toSeq: 1000 },
  })
  const last = engine.storage.changes({ after: 999, limit: 1 })[0]
  expect(last).toMatchObject({
    key: 'a/1000',
    value: { id: 1000, n: 5 },
    kind: 'import',
    batch: 1,
    actor: 'operator',
    reason: 'first load',
    cause: 'import:1',
  })
})

test('T-15 what is there already gets no version, what differs a new one', async () => {
  await run('x.ndjson', rows(10))
  const report = await run('x.ndjson', rows(9).replace('"n":3', '"n":99') + '{"id":"new"}\n')
  expect(report).toMatchObject({ created: 1, changed: 1, unchanged: 8, range: { fromSeq: 11, toSeq: 12 } })
  expect(engine.storage.read('a/4')).toMatchObject({ version: 2, value: { id: 4, n: 99 } })
  expect(await run('x.ndjson', rows(3))).not.toHaveProperty('range')
  expect(engine.storage.head().seq).toBe(12)
})

test('T-15 readers see nothing of an import until all of it is there', async () => {
  const seen: number[] = []
  const report = importFile(
    engine,
    { file: file('x.ndjson', rows(3000)), keyTemplate: 'a/{id}' },
    {
      onProgress: () => seen.push(engine.storage.statistics().documents + engine.storage.head().seq),
    },
  )
  await report
  expect(new Set(seen)).toEqual(new Set([0]))
  expect(engine.storage.statistics().documents).toBe(3000)
})

test('T-17 one bad row of ten thousand refuses the import and names its line', async () => {
  const good = rows(10_000).split('\n')
  good[9998] = '{"id":9999,"n":'
  const report = await refusal('x.ndjson', good.join('\n'))
  expect(report).toMatchObject({ rows: 10_000, bad: 1, problems: [{ line: 9999, row: 9999, code: 'E_JSON_SYNTAX' }] })
})

test('T-17 the message names the first bad line, the report counts all of them', async () => {
  const text = `{"id":1}\n${'{"no":1}\n'.repeat(150)}{"id":{}}\n`
  const report = await refusal('x.ndjson', text)
  expect(report).toMatchObject({ rows: 152, bad: 151 })
  expect(report.problems).toHaveLength(100)
  expect(new ImportRefused(report).message).toBe(
    "Line 2: The field 'id', which the key is made of, is missing. 150 more of 152 rows are bad. Nothing was imported.",
  )
})

test('T-17 a dry run writes nothing and says what an import would do', async () => {
  await run('x.ndjson', rows(10))
  const text = `${rows(8).replace('"n":3', '"n":99')}{"id":"new"}\n{"id":null}\nnot json\n`
  expect(await run('y.ndjson', text, { dryRun: true })).toMatchObject({
    dryRun: true,
    rows: 11,
    created: 1,
    changed: 1,
    unchanged: 7,
    bad: 2,
    problems: [
      { line: 10, code: 'E_KEY_FIELD' },
      { line: 11, code: 'E_JSON_SYNTAX' },
    ],
  })
  expect(engine.storage.head().seq).toBe(10)
})

test('T-17 a fault of form ends the check, and is reported with what came before', async () => {
  const report = await refusal('x.json', '[{"id":1},\n{"no":1},\n{"id":2}')
  expect(report.problems).toMatchObject([
    { line: 2, code: 'E_KEY_FIELD' },
    { line: 3, code: 'E_IMPORT_TRUNCATED' },
  ])
  for (const dryRun of [true, false]) {
    const csv = await run('x.csv', 'id,n\n1,2\n3,"4\n', { dryRun }).catch((error: ImportRefused) => error.report)
    expect(csv.problems).toMatchObject([{ line: 3, code: 'E_IMPORT_TRUNCATED' }])
  }
})

test('T-17 a value that its schema refuses is a bad row', async () => {
  engine.stateManager.registerSchema('a/*', { type: 'object', required: ['n'] })
  const report = await refusal('x.ndjson', '{"id":1,"n":1}\n{"id":2}\n')
  expect(report.problems).toMatchObject([{ line: 2, key: 'a/2', code: 'E_VALIDATION' }])
})

test('T-18 a key that comes twice is bad, and both lines are named', async () => {
  const report = await refusal('x.ndjson', '{"id":1}\n{"id":2}\n{"id":"1"}\n')
  expect(report.problems).toMatchObject([
    { line: 3, key: 'a/1', code: 'E_IMPORT_DUPLICATE', message: expect.stringContaining('line 1') as string },
  ])
  const oneLine = await refusal('x.json', '[{"id":1},{"id":1}]')
  expect(oneLine.problems).toMatchObject([{ line: 1, row: 2, message: expect.stringContaining('earlier in this line') as string }])
})

test('T-18 on request the last row of a key counts, with one version', async () => {
  for (const text of ['{"id":1,"n":1}\n{"id":2}\n{"id":1,"n":2}\n', '[{"id":1,"n":1},{"id":2},{"id":1,"n":2}]']) {
    engine = createTransferEngine()
    expect(await run('x', text, { onDuplicate: 'last' })).toMatchObject({
      rows: 3,
      replaced: 1,
      created: 2,
      range: { fromSeq: 1, toSeq: 2 },
    })
    expect(engine.storage.read('a/1')).toMatchObject({ version: 1, value: { n: 2 } })
    expect(await run('x', text, { onDuplicate: 'last' })).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
  }
})

test('T-19 a cancelled import leaves nothing, wherever it is cancelled', async () => {
  const text = rows(2000)
  let calls = 0
  await run('x.ndjson', text, {}).catch(() => undefined)
  engine = createTransferEngine()
  for (let stop = 1; ; stop += 1) {
    const controller = new AbortController()
    calls = 0
    const done = await importFile(
      engine,
      { file: join(dir, 'x.ndjson'), keyTemplate: 'a/{id}' },
      {
        signal: controller.signal,
        onProgress: () => {
          calls += 1
          if (calls === stop) controller.abort()
        },
      },
    ).then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'E_CANCELLED' })
        return false
      },
    )
    if (done) break
    expect(engine.storage.head().seq).toBe(0)
    // The store is free again.
    engine.stateManager.beginBulk().abandon()
  }
  expect(calls).toBeGreaterThan(1)
})

test('T-19 others have their turn after every 256 rows', async () => {
  let most = 0
  let rowsSince = 0
  let running = true
  const spin = (): void => {
    rowsSince = 0
    if (running) setImmediate(spin)
  }
  spin()
  const { stateManager } = engine
  const check = (): readonly never[] => {
    rowsSince += 1
    most = Math.max(most, rowsSince)
    return []
  }
  const watched = { ...engine, stateManager: { check, beginBulk: stateManager.beginBulk.bind(stateManager) } }
  await importFile(watched, { file: file('x.ndjson', rows(10_000)), keyTemplate: 'a/{id}' })
  running = false
  expect(most).toBe(256)
})

test('T-5 the format is told from the content, then from the name', async () => {
  expect(await run('x.txt', ' \n[{"id":1}]')).toMatchObject({ format: 'json', rows: 1 })
  expect(await run('x.json', '{"id":1}\n{"id":2}\n')).toMatchObject({ format: 'ndjson', rows: 2 })
  expect(await run('x.anything', 'id,n\n7,8\n')).toMatchObject({ format: 'csv', rows: 1 })
  expect(await run('x.csv', 'id\n1\n')).toMatchObject({ format: 'csv', rows: 1 })
  await expect(run('x.json', '7')).rejects.toMatchObject({ code: 'E_IMPORT_REFUSED', details: { reason: 'E_IMPORT_FORMAT' } })
})

test('T-5 what is no file of rows is refused', async () => {
  await expect(run('x.csv', '')).rejects.toMatchObject({ code: 'E_EMPTY' })
  await expect(importFile(engine, { file: join(dir, 'none.csv') })).rejects.toMatchObject({ code: 'E_FILE' })
  await expect(importFile(engine, { file: dir })).rejects.toMatchObject({ code: 'E_FILE' })
  await expect(importFile(engine, { file: '/dev/null' })).rejects.toMatchObject({ code: 'E_FILE' })
  const database = file('x.csv', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(100)]))
  await expect(importFile(engine, { file: database })).rejects.toMatchObject({ code: 'E_IMPORT_FORMAT' })
  symlinkSync(database, join(dir, 'link.json'))
  await expect(importFile(engine, { file: join(dir, 'link.json') })).rejects.toMatchObject({ code: 'E_IMPORT_FORMAT' })
  expect(engine.storage.head().seq).toBe(0)
})

test('T-5 a file that changes meanwhile is refused', async () => {
  const name = file('x.ndjson', rows(2000))
  let touched = false
  const report = importFile(
    engine,
    { file: name, keyTemplate: 'a/{id}' },
    {
      onProgress: ({ phase }) => {
        if (phase === 'writing' && !touched) writeFileSync(name, rows(1999))
        touched ||= phase === 'writing'
      },
    },
  )
  await expect(report).rejects.toMatchObject({ code: 'E_IMPORT_CHANGED' })
  expect(engine.storage.head().seq).toBe(0)
})

test('T-16 rows without a template must be envelopes whose hash holds', async () => {
  const report = await refusal(
    'x.ndjson',
    '{"id":1}\n{"srvra":"document/1","key":"k","version":0,"value":1}\n{"srvra":"document/2","key":"k","version":1,"value":1}\n{"key":"k","version":1,"hash":"AAAA","value":1}\n{"key":"a//b","version":1,"value":1}\n',
    { keyTemplate: undefined as never },
  )
  expect(report.problems.map(({ code }) => code)).toEqual([...Array<string>(4).fill('E_IMPORT_ENVELOPE'), 'E_KEY'])
})

test('T-16 the metadata of an envelope replaces all of the old', async () => {
  engine.stateManager.setState('k', 1, { metadata: { tags: ['old'], contentType: 'text/plain' } })
  await importFile(engine, { file: file('x.ndjson', '{"key":"k","version":1,"metadata":{"retentionClass":"short"},"value":1}\n') })
  expect(engine.storage.read('k')).toMatchObject({ version: 2, metadata: { retentionClass: 'short' } })
  expect(engine.storage.read('k')?.metadata).not.toHaveProperty('tags')
})
