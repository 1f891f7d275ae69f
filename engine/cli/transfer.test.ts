import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runSrvra } from '../testing/run-srvra.ts'
import type { SrvraRun } from '../testing/run-srvra.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-cli-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

const srvra = (...args: readonly string[]): Promise<SrvraRun> => runSrvra([...args, '--data', join(dir, 'store')])

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}

const rows = Array.from({ length: 10_000 }, (_, index) => `{"id":${index + 1}}`)

const hostile: readonly (readonly [
  what: string,
  name: string,
  content: string | Buffer,
  code: string,
  line: number | undefined,
])[] = [
  ['UTF-16 with a mark', 'x.ndjson', Buffer.from('\ufeff{"id":1}\n', 'utf16le'), 'E_IMPORT_ENCODING', 1],
  ['UTF-16 without one', 'x.csv', Buffer.from('id\n1\n', 'utf16le'), 'E_IMPORT_ENCODING', 1],
  ['Latin-1', 'x.csv', Buffer.from('id,name\n1,x\n2,Z\xfcrich\n', 'latin1'), 'E_IMPORT_ENCODING', 3],
  ['a line cut short', 'x.ndjson', '{"id":1}\n{"id":2', 'E_IMPORT_TRUNCATED', 2],
  ['a record cut short', 'x.csv', 'id,name\r\n1,x\n2', 'E_IMPORT_TRUNCATED', 3],
  ['a quote left open', 'x.csv', 'id,name\n1,"x\ny\n', 'E_IMPORT_TRUNCATED', 2],
  ['an array cut short', 'x.json', '[{"id":1},\n{"id":2},\n', 'E_IMPORT_TRUNCATED', 3],
  ['row 9,999 of 10,000 wrong', 'x.ndjson', rows.with(9998, '{"id":}').join('\n'), 'E_JSON_SYNTAX', 9999],
  ['a key that comes twice', 'x.ndjson', rows.with(9998, '{"id":7}').join('\n'), 'E_IMPORT_DUPLICATE', 9999],
  ['a database', 'x.json', Buffer.from('SQLite format 3\0 and more'), 'E_IMPORT_FORMAT', undefined],
  ['nothing', 'x.json', '', 'E_EMPTY', undefined],
  ['an object', 'x.json', '{\n"id":1\n}', 'E_JSON_SYNTAX', 1],
  ['a prototype', 'x.ndjson', '{"id":1,"a":{"__proto__":1}}\n', 'E_KEY_FORBIDDEN', 1],
]

test.each(hostile)('T-17 %s is refused, nothing is imported', async (_, name, content, code, line) => {
  await srvra('set', 'before', '1')
  const run = await srvra('import', file(name, content), '--key', 'a/{id}', '--json')
  expect(run.code).toBe(1)
  const { error } = run.json as { error: { code: string; details: { reason?: string; line?: number } } }
  expect({ code: error.details.reason ?? error.code, line: error.details.line }).toEqual({ code, line })
  expect((await srvra('stats', '--json')).json).toMatchObject({ documents: 1, changes: 1 })
})

test('T-10 mixed line ends, a mark and formulas come in as they are', async () => {
  const table = file('x.csv', '\ufeffid,formula\r\n1,=1+1\n2,"@SUM(A1)\r\nx"\r\n')
  expect(await srvra('import', table, '--key', 'a/{id}')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 new') as string,
  })
  expect((await srvra('get', 'a/2', '--json')).json).toMatchObject({ value: { id: 2, formula: '@SUM(A1)\r\nx' } })
  await srvra('export', join(dir, 'out.csv'))
  expect(readFileSync(join(dir, 'out.csv'), 'utf8')).toBe(`formula,id\n"'=1+1",1\n"'@SUM(A1)\r\nx",2\n`)
})

test('C-11 a dry run tells what would happen, and makes no store', async () => {
  const good = file('good.ndjson', '{"id":1}\n{"id":2}\n')
  const bad = file('bad.ndjson', `{"id":1}\n${'{"no":1}\n'.repeat(12)}`)
  expect(await srvra('import', good, '--key', 'a/{id}', '--dry-run')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/2 new.*\nNothing was written\.\n$/) as string,
  })
  expect(existsSync(join(dir, 'store'))).toBe(false)
  const refused = await srvra('import', bad, '--key', 'a/{id}', '--dry-run')
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('12 bad') as string })
  expect(refused.stderr.trim().split('\n')).toHaveLength(11)
  expect(refused.stderr).toMatch(/^line 2: /)
  expect((await srvra('import', bad, '--key', 'a/{id}', '--dry-run', '--json')).json).toMatchObject({
    rows: 13,
    created: 1,
    bad: 12,
    dryRun: true,
  })
})

test('C-11 rows that do not know their keys need a template, and one is suggested', async () => {
  const run = await srvra('import', file('people.ndjson', '{"id":1}\n{"id":2}\n'))
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("such as --key 'people/{id}'") as string })
  expect(existsSync(join(dir, 'store'))).toBe(false)
  expect(await srvra('import', join(dir, 'people.ndjson'), '--key', 'people/')).toMatchObject({ code: 2 })
  expect(await srvra('import', join(dir, 'none.ndjson'), '--key', 'a/{id}')).toMatchObject({ code: 3 })
  expect(await srvra('set', 'a', '{bad')).toMatchObject({ code: 1 })
  expect(existsSync(join(dir, 'store'))).toBe(false)
})

test('C-11 an import says what became of the rows, an export what it wrote', async () => {
  const people = file('people.ndjson', '{"id":1}\n{"id":2}\n{"id":1,"n":2}\n')
  expect(await srvra('import', people, '--key', 'p/{id}')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('line 1 already') as string,
  })
  const run = await srvra('import', people, '--key', 'p/{id}', '--on-duplicate', 'last', '--reason', 'first', '--json')
  expect(run.json).toMatchObject({
    rows: 3,
    created: 2,
    changed: 0,
    unchanged: 0,
    replaced: 1,
    bad: 0,
    range: { fromSeq: 1, toSeq: 2 },
  })
  expect((await srvra('history', 'p/1', '--json')).json).toMatchObject([
    { kind: 'import', reason: 'first', cause: expect.stringMatching(/^import:/) as string },
  ])
  expect((await srvra('import', people, '--key', 'p/{id}', '--on-duplicate', 'last')).stdout).toBe(
    `3 rows of ${people}: 0 new, 0 changed, 2 as they were, 1 replaced by a later row.\n`,
  )
  const target = join(dir, 'out.json')
  expect((await srvra('export', target, '--filter', 'n=2', '--json')).json).toMatchObject({
    file: target,
    documents: 1,
    format: 'json',
  })
  expect(readFileSync(target, 'utf8')).toBe('[\n{"id":1,"n":2}\n]\n')
  expect(await srvra('export', target)).toMatchObject({ code: 1, stderr: expect.stringContaining('E_FILE_EXISTS') as string })
  expect(await srvra('export', target, '--force')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^2 documents \(\d+ bytes\) written/) as string,
  })
  expect((await srvra('export', '-', '--format', 'csv')).stdout).toBe('id,n\n1,2\n2,\n')
})
