import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CITY_TEMPLATE, writeCities } from '../testing/cities.ts'
import { endOf, runSrvra, startSrvra } from '../testing/run-srvra.ts'
import type { SrvraRun } from '../testing/run-srvra.ts'

const ROWS = 20_000

let dir: string
let file: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-cli-'))
  file = join(dir, 'cities.ndjson')
  writeCities(file, 'ndjson', ROWS)
})

afterAll(() => rmSync(dir, { recursive: true }))

const documents = async (store: string): Promise<unknown> =>
  ((await runSrvra(['stats', '--json', '--data', store])).json as { documents?: number }).documents

/** Starts an import and ends it by a signal, so many milliseconds after the store's files began to change. */
async function interrupted(store: string, signal: NodeJS.Signals, afterMs: number): Promise<SrvraRun> {
  const child = startSrvra(['import', file, '--key', CITY_TEMPLATE, '--data', store, '--json'])
  const end = endOf(child)
  await walChanged(store, child)
  setTimeout(() => child.kill(signal), afterMs)
  return end
}

function walChanged(store: string, child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(store, (_, name) => {
      if (name !== 'store.sqlite-wal') return
      watcher.close()
      resolve()
    })
    child.once('close', () => {
      watcher.close()
      resolve()
    })
  })
}

test.each(['SIGINT', 'SIGTERM'] as const)('C-6 %s ends an import with nothing imported', async (signal) => {
  const store = join(dir, signal)
  await runSrvra(['set', 'before', '1', '--data', store])
  const run = await interrupted(store, signal, 30)
  expect(run).toMatchObject({
    code: 130,
    stderr: 'srvra: E_CANCELLED: Cancelled; nothing was changed.\n',
    json: { error: { code: 'E_CANCELLED' } },
  })
  expect(await documents(store)).toBe(1)
  expect((await runSrvra(['verify', '--data', store])).code).toBe(0)
  expect(readdirSync(store).filter((name) => name.endsWith('-wal'))).toEqual([])
})

test('T-15 kill -9 at any instant of an import leaves all of it or nothing', async () => {
  const store = join(dir, 'killed')
  const seen = new Set<unknown>()
  for (let cycle = 0; cycle < 10; cycle += 1) {
    await runSrvra(['set', 'before', '1', '--data', store])
    await interrupted(store, 'SIGKILL', cycle * 90)
    const left = await documents(store)
    expect([1, ROWS + 1]).toContain(left)
    expect(await runSrvra(['verify', '--data', store])).toMatchObject({ code: 0 })
    seen.add(left)
    if (left !== 1) rmSync(store, { recursive: true })
  }
  expect(seen).toContain(1)
})

test('C-6 a cancelled export leaves no file', async () => {
  const store = join(dir, 'export')
  await runSrvra(['import', file, '--key', CITY_TEMPLATE, '--data', store])
  const out = mkdtempSync(join(dir, 'out-'))
  const child = startSrvra(['export', join(out, 'x.csv'), '--data', store])
  const end = endOf(child)
  await new Promise<void>((resolve) => {
    const watcher = watch(out, () => {
      watcher.close()
      resolve()
    })
  })
  child.kill('SIGINT')
  expect(await end).toMatchObject({ code: 130 })
  expect(readdirSync(out)).toEqual([])
})

test('C-7 a reader that goes away ends the command in silence', async () => {
  const store = join(dir, 'export')
  for (const args of [['export', '-'], ['list'], ['list', '--json']]) {
    const child = startSrvra([...args, '--data', store])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { code, stderr } = await endOf(child)
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
  }
})

test('C-7 standard output takes an export of any size as it is', async () => {
  const run = await runSrvra(['export', '-', '--data', join(dir, 'export')])
  expect(run.stdout.split('\n')).toHaveLength(ROWS + 1)
  const target = join(dir, 'same.ndjson')
  await runSrvra(['export', target, '--data', join(dir, 'export')])
  expect(run.stdout === readFileSync(target, 'utf8')).toBe(true)
})
