import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
const json = async (...args: readonly string[]): Promise<unknown> => (await srvra(...args, '--json')).json

test('C-9 a document is written, read, changed, compared and brought back', async () => {
  expect(await srvra('set', 'a/b', '{"x":1,"y":[1,2]}')).toMatchObject({
    code: 0,
    stdout: 'a/b is at version 1 (change 1).\n',
    stderr: '',
  })
  expect(
    await json('set', 'a/b', '{"x":2,"y":[1,2],"z":true}', '--reason', 'more', '--actor', 'operator', '--tag', 't2', 't1'),
  ).toMatchObject({
    key: 'a/b',
    version: 2,
    seq: 2,
    changed: true,
    deleted: false,
  })
  expect((await srvra('set', 'a/b', '{"z":true,"y":[1,2],"x":2}')).stdout).toBe(
    'a/b is unchanged at version 2: nothing was written.\n',
  )
  expect((await srvra('get', 'a/b')).stdout).toBe('{\n  "x": 2,\n  "y": [\n    1,\n    2\n  ],\n  "z": true\n}\n')
  expect((await srvra('get', 'a/b', '--version', '1')).stdout).toContain('"x": 1')
  expect(await json('get', 'a/b')).toMatchObject({
    version: 2,
    actor: 'operator',
    metadata: { tags: ['t1', 't2'] },
    value: { x: 2 },
  })
  expect(await json('history', 'a/b')).toMatchObject([
    { version: 2, kind: 'set', reason: 'more', actor: 'operator' },
    { version: 1 },
  ])
  expect((await srvra('history', 'a/b', '--limit', '1')).stdout).toMatch(
    /^v2 {2}\d{4}-\d\d-\d\dT[\d:.]+Z {2}set {2}operator {2}\d+ bytes {2}more\n$/,
  )
  expect((await srvra('diff', 'a/b', '1', '2')).stdout).toBe('~ $.x  1 -> 2\n+ $.z  true\n')
  expect(JSON.parse((await srvra('diff', 'a/b', '1', '2', '--patch')).stdout)).toEqual(
    expect.arrayContaining([
      { op: 'replace', path: '/x', value: 2 },
      { op: 'add', path: '/z', value: true },
    ]),
  )
  expect((await srvra('rollback', 'a/b', '1')).stdout).toBe('a/b is at version 3 (change 3).\n')
  expect((await srvra('diff', 'a/b', '1', '3')).stdout).toBe('The same.\n')
})

test('C-9 a value comes from a file or from standard input', async () => {
  writeFileSync(join(dir, 'value.json'), '{"from":"file"}')
  await srvra('set', 'a', `@${join(dir, 'value.json')}`)
  expect(await json('get', 'a')).toMatchObject({ value: { from: 'file' } })
  await runSrvra(['set', 'a', '-', '--data', join(dir, 'store')], { input: '{"from":"input"}' })
  expect(await json('get', 'a')).toMatchObject({ value: { from: 'input' } })
  await srvra('set', 'n', '-5')
  expect(await json('get', 'n')).toMatchObject({ value: -5 })
})

test('C-9 a write on an old version is refused', async () => {
  await srvra('set', 'a', '1', '--base', '0')
  expect(await srvra('set', 'a', '2', '--base', '0')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^srvra: E_VERSION_CONFLICT: .*\n$/) as string,
  })
  expect(await srvra('set', 'a', '2', '--base', '1')).toMatchObject({ code: 0 })
  expect(await srvra('delete', 'a', '--base', '1')).toMatchObject({ code: 1 })
  expect(await srvra('delete', 'a')).toMatchObject({ code: 0, stdout: 'a is deleted, by version 3 (change 3).\n' })
  expect(await srvra('delete', 'a')).toMatchObject({ code: 3 })
})

test.each([
  ['{"a":1,"a":2}', 'E_DUPLICATE_KEY'],
  ['{"__proto__":1}', 'E_KEY_FORBIDDEN'],
  ['9007199254740993', 'E_NUMBER'],
  ['{bad', 'E_JSON_SYNTAX'],
  ['', 'E_EMPTY'],
])('C-9 the value %j is refused with %s', async (value, code) => {
  expect(await srvra('set', 'a', value, '--json')).toMatchObject({ code: 1, json: { error: { code } } })
})

test('C-9 keys are listed in order, by their beginning', async () => {
  for (const key of ['b/2', 'a/1', 'b/1', 'c']) await srvra('set', key, '1')
  expect((await srvra('list')).stdout).toBe('a/1\nb/1\nb/2\nc\n')
  expect((await srvra('list', 'b/')).stdout).toBe('b/1\nb/2\n')
  expect((await srvra('list', '--limit', '1', '-l')).stdout).toMatch(/^a\/1\t1\t1\t.*Z\t.+\n$/)
  expect(await json('list', 'b')).toMatchObject([{ key: 'b/1', version: 1 }, { key: 'b/2' }])
  expect(await json('list', 'none')).toEqual([])
})

test('C-9 the store is shown as it was', async () => {
  const first = (await json('set', 'a/1', '"old"')) as { at: string }
  await srvra('set', 'a/1', '"new"')
  const last = (await json('set', 'a/2', '1')) as { at: string }
  await srvra('delete', 'a/2')
  expect((await srvra('at', first.at, 'a/1')).stdout).toBe('"old"\n')
  expect((await srvra('get', 'a/1', '--at', first.at)).stdout).toBe('"old"\n')
  expect((await srvra('at', last.at)).stdout).toBe('a/1\na/2\n')
  expect((await srvra('at', 'now', 'a/')).stdout).toBe('a/1\n')
  expect(await json('at', last.at, 'a/2')).toMatchObject({ key: 'a/2', value: 1 })
  expect(await srvra('at', '-1h', 'a/')).toMatchObject({ code: 3 })
  expect(await srvra('get', 'a/2', '--at', first.at)).toMatchObject({ code: 3 })
})

test('C-10 a pattern is rolled back after its count was seen', async () => {
  await srvra('set', 'a/1', '1')
  const { at } = (await json('set', 'a/2', '1')) as { at: string }
  await srvra('set', 'a/1', '2')
  await srvra('delete', 'a/2')
  await srvra('set', 'a/3', '3')
  await srvra('set', 'b/1', '3')
  const preview = await srvra('rollback', 'a/*', '--at', at)
  expect(preview).toMatchObject({ code: 1, stdout: '' })
  expect(preview.stderr).toContain("srvra: E_CONFIRM: 3 documents of 'a/*' would go back")
  expect(preview.stderr).toContain('a/3  v1, deleted: it was not there yet')
  expect(await json('stats')).toMatchObject({ changes: 6 })
  expect(await json('rollback', 'a/*', '--at', at, '--yes', '--reason', 'oops')).toMatchObject({
    count: 3,
    range: { fromSeq: 7, toSeq: 9 },
  })
  expect(await json('list')).toMatchObject([{ key: 'a/1', version: 3 }, { key: 'a/2', version: 3 }, { key: 'b/1' }])
  expect(await json('history', 'a/1', '--limit', '1')).toMatchObject([{ kind: 'rollback', reason: 'oops' }])
  expect((await srvra('rollback', 'a/*', '--at', at)).stdout).toMatch(/^Nothing to do/)
})

test('C-11 statistics, verification and compaction answer what the store reports', async () => {
  for (const value of [1, 2, 3, 4]) await srvra('set', 'a', String(value))
  expect(await json('stats')).toMatchObject({
    documents: 1,
    changes: 4,
    bytes: expect.any(Number) as number,
    dir: join(dir, 'store'),
    horizon: { seq: 0, at: null },
  })
  const before = (await json('verify')) as { digest: string }
  expect(before).toMatchObject({ ok: true, changes: 4, documents: 1, problems: [] })
  expect(await json('compact', '--keep-versions', '2')).toMatchObject({ trimmedVersions: 2 })
  expect(await srvra('get', 'a', '--version', '1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('E_COMPACTED') as string,
  })
  expect((await srvra('get', 'a', '--version', '3')).stdout).toBe('3\n')
  expect(await json('verify')).toMatchObject({ ok: true, digest: before.digest })
})

test('C-1 a store that is not there is made by set alone', async () => {
  for (const args of [
    ['get', 'a'],
    ['list'],
    ['stats'],
    ['verify'],
    ['compact'],
    ['delete', 'a'],
    ['rollback', 'a', '1'],
    ['export', '-'],
    ['history', 'a'],
  ]) {
    expect(await srvra(...args)).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('E_STORE_MISSING') as string,
    })
  }
  expect(existsSync(join(dir, 'store'))).toBe(false)
  expect(await srvra('set', 'a', '1')).toMatchObject({ code: 0 })
})

test('C-1 the folder is the one named, else that of the environment, else that of the user', async () => {
  const env = { HOME: dir, XDG_DATA_HOME: join(dir, 'xdg') }
  await runSrvra(['set', 'a', '"xdg"'], { env })
  await runSrvra(['set', 'a', '"env"'], { env: { ...env, SRVRA_DATA: join(dir, 'env') } })
  await runSrvra(['set', 'a', '"named"', '--data', 'named'], { env: { ...env, SRVRA_DATA: join(dir, 'env') }, cwd: dir })
  await runSrvra(['set', 'a', '"home"'], { env: { HOME: dir, XDG_DATA_HOME: 'relative' } })
  const at = async (folder: string): Promise<string> => (await runSrvra(['get', 'a', '--data', join(dir, folder)])).stdout
  expect(await at('xdg/srvra')).toBe('"xdg"\n')
  expect(await at('env')).toBe('"env"\n')
  expect(await at('named')).toBe('"named"\n')
  if (process.platform === 'linux') expect(await at('.local/share/srvra')).toBe('"home"\n')
})
