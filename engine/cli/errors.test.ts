import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { runSrvra, startSrvra } from '../testing/run-srvra.ts'
import type { SrvraRun, SrvraSettings } from '../testing/run-srvra.ts'

/** Runs a program on a terminal of its own; a part of every Debian. */
const SCRIPT = '/usr/bin/script'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-cli-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

const srvra = (store: string, args: readonly string[], settings?: SrvraSettings): Promise<SrvraRun> =>
  runSrvra([...args, '--data', join(dir, store)], settings)

function makeStore(name: string): string {
  const engine = new SrvraDataSync({ storage: { dir: join(dir, name) } })
  engine.setState('a', { text: 'some words to find again' })
  void engine.close()
  return join(dir, name)
}

test.each([
  [[], ''],
  [['bogus'], "Unknown command 'bogus'"],
  [['imprt', 'x'], 'Did you mean import?'],
  [['get'], "Missing required argument 'key'"],
  [['get', 'a', 'b'], 'Too many arguments'],
  [['get', 'a', '--nope'], "Unknown option '--nope'"],
  [['get', 'a', '--version', 'x'], 'A version is a whole number from 1'],
  [['get', 'a', '--version', '1', '--at', 'now'], 'not both'],
  [['get', 'a', '--at', 'yesterday'], "'yesterday' is no time"],
  [['get', 'a', '--at', '2026-11-23T10:00:00'], 'a time with its zone'],
  [['at', '2026-02-30'], 'is no time'],
  [['get', 'a//b'], '"//"'],
  [['rollback', 'a'], 'Give either a version or --at TIME'],
  [['rollback', 'a', '1', '--at', '-1h'], 'Give either a version or --at TIME'],
  [['export', 'x.txt'], 'does not tell the format'],
  [['export', 'x.csv', '--filter', 'a='], 'E_FILTER'],
  [['import', 'x', '--format', 'xml'], 'Allowed choices are json, ndjson, csv'],
  [['list', '--limit', '0'], 'A limit is a whole number from 1'],
])('C-3 %j can not be understood', async (args, message) => {
  makeStoreOnce()
  const run = await srvra('usage', args)
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string })
})

let made = false
function makeStoreOnce(): void {
  if (!made) makeStore('usage')
  made = true
}

test('C-2 with --json an error is the one value on the last line', async () => {
  for (const args of [['bogus'], ['get', 'none'], ['get', 'a', '--at', 'x'], ['export', '-']]) {
    const run = await srvra('usage', [...args, '--json'])
    expect(run.stdout.split('\n')).toHaveLength(2)
    expect(run.json).toEqual({
      error: {
        code: expect.stringMatching(/^E_/) as string,
        message: expect.any(String) as string,
        details: expect.any(Object) as object,
      },
    })
  }
})

test('C-4 an error is one line; the stack comes on request', async () => {
  const brief = await srvra('usage', ['get', 'none'])
  expect(brief.stderr).toBe("srvra: E_NOT_FOUND: There is no document 'none'.\n")
  const full = await srvra('usage', ['get', 'none'], { env: { SRVRA_DEBUG: '1' } })
  expect(full.stderr).toMatch(/\n {4}at .*get\.ts/)
})

test('C-2 help is worth reading and no error', async () => {
  const help = await runSrvra(['--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const part of ['import', 'rollback', 'Examples:', 'Exit codes:', 'SRVRA_DATA']) expect(help.stdout).toContain(part)
  for (const command of [
    'import',
    'export',
    'get',
    'set',
    'delete',
    'list',
    'history',
    'diff',
    'rollback',
    'at',
    'verify',
    'stats',
    'compact',
    'serve',
    'watch',
    'push',
    'status',
    'demo',
  ]) {
    expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  }
  expect((await runSrvra(['import', '--help'])).stdout).toContain("--key 'cities/{country}/{cityId}'")
  expect((await runSrvra(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('C-3 a store that another process has open is refused with one line', async () => {
  const store = makeStore('locked')
  const holder = new SrvraDataSync({ storage: { dir: store } })
  try {
    const run = await srvra('locked', ['get', 'a', '--json'])
    expect(run).toMatchObject({ code: 4, json: { error: { code: 'E_STORE_LOCKED' } } })
    expect(run.stderr).toMatch(new RegExp(`^srvra: E_STORE_LOCKED: .*${process.pid}.*\\n$`))
  } finally {
    await holder.close()
  }
  expect(await srvra('locked', ['get', 'a'])).toMatchObject({ code: 0 })
})

test('C-3 a store of a newer program is refused and not touched', async () => {
  const file = join(makeStore('newer'), 'store.sqlite')
  const database = new Database(file)
  database.pragma('user_version = 99999')
  database.close()
  const before = readFileSync(file)
  expect(await srvra('newer', ['set', 'a', '1'])).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/^srvra: E_STORE_NEWER: .*\n$/) as string,
  })
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('C-3 a file that is no store is refused and not touched', async () => {
  mkdirSync(join(dir, 'wrong'))
  const file = join(dir, 'wrong', 'store.sqlite')
  writeFileSync(file, 'not a database, but somebody wants it'.repeat(100))
  const run = await srvra('wrong', ['set', 'a', '1'])
  expect(run).toMatchObject({ code: 4, stderr: expect.stringMatching(/^srvra: E_STORE_\w+: .*\n$/) as string })
  expect(readFileSync(file, 'utf8')).toMatch(/^not a database/)
})

test('C-11 verify finds a changed byte and exits 4', async () => {
  const file = join(makeStore('flipped'), 'store.sqlite')
  const bytes = readFileSync(file)
  const at = bytes.indexOf('some words to find again')
  expect(at).toBeGreaterThan(0)
  bytes.writeUInt8((bytes[at] as number) ^ 1, at)
  writeFileSync(file, bytes)
  const run = await srvra('flipped', ['verify', '--json'])
  expect(run.code).toBe(4)
})

test('C-3 a data folder that can not be used is a fault of configuration', async () => {
  writeFileSync(join(dir, 'file'), '')
  expect(await srvra('file', ['set', 'a', '1'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('E_DATA_FOLDER') as string,
  })
  expect(await srvra('file', ['get', 'a'])).toMatchObject({ code: 78, stderr: expect.stringContaining('E_DATA_FOLDER') as string })
})

test('C-12 a Node.js that is too old is told in one line', async () => {
  const old = "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.18.1'}})"
  const run = await runSrvra(['get', 'a'], { node: ['--import', old] })
  expect(run).toMatchObject({
    code: 78,
    stdout: '',
    stderr: expect.stringMatching(/^srvra: E_RUNTIME: Node\.js 22\.18 or newer is needed, this is 20\.18\.1\..*\n$/) as string,
  })
})

test('C-8 progress shows on a terminal, and what would steer it does not', async () => {
  if (!existsSync(SCRIPT)) return
  const rows = Array.from({ length: 5000 }, (_, id) => `{"id":${id}}\n`).join('')
  writeFileSync(join(dir, 'rows.ndjson'), rows)
  const onTerminal = (...args: readonly string[]): string => {
    const { spawnfile, spawnargs } = startedCommand(args)
    const quoted = [spawnfile, ...spawnargs].map((part) => `'${part.replaceAll("'", String.raw`'\''`)}'`).join(' ')
    return spawnSync(SCRIPT, ['-qec', quoted, '/dev/null'], { encoding: 'utf8' }).stdout
  }
  const data = ['--data', join(dir, 'terminal')]
  expect(onTerminal('import', join(dir, 'rows.ndjson'), '--key', 'a/{id}', ...data)).toMatch(/Writing \[=+ *\] \d+%/)
  expect(onTerminal('import', join(dir, 'rows.ndjson'), '--key', 'a/{id}', '--json', ...data)).toMatch(/^\{.*\}\r\n$/)
  onTerminal('set', 'steer', JSON.stringify('\u009b2J\u202e'), ...data)
  expect(onTerminal('get', 'steer', ...data)).toBe(String.raw`"\u009b2J\u202e"` + '\r\n')
  const piped = await runSrvra(['get', 'steer', ...data])
  expect(JSON.parse(piped.stdout)).toBe('\u009b2J\u202e')
})

/** How the command line would be started, without starting it. */
function startedCommand(args: readonly string[]): { readonly spawnfile: string; readonly spawnargs: readonly string[] } {
  const child = startSrvra(['--version'])
  child.kill('SIGKILL')
  return { spawnfile: child.spawnfile, spawnargs: [...child.spawnargs.slice(1, -1), ...args] }
}
