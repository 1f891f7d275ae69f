import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { FileLog } from '../adapters/file-log.ts'
import { SqliteSeriesStore } from '../adapters/sqlite-series-store.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import { startHub } from '../testing/running-srvra.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-logs-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

test('U-35 what befell a hub is printed while it runs, and a store that nothing befell has no log', async () => {
  const store = join(dir, 'hub')
  await runSrvra(['set', 'a', '1', '--data', store])
  expect(existsSync(join(store, 'logs'))).toBe(false)
  const { hub } = await startHub(store)
  const { code, stdout } = await runSrvra(['logs', '--data', store])
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/ info {3}hub {2}The hub listens on port \d+\.\n$/) as string,
  })
  await hub.end('SIGTERM')
})

test('U-35 entries come the oldest first, the last of them, narrowed at once', async () => {
  const store = join(dir, 'entries')
  const log = new FileLog({ dir: join(store, 'logs') })
  for (const [index, level] of (['error', 'info', 'warn', 'error'] as const).entries())
    log.write({
      level,
      component: index === 3 ? 'support' : 'hub',
      code: `E_${index}`,
      message: `entry ${index}`,
      stack: 'at f (a.ts:1:2)',
    })
  const { json, stdout } = await runSrvra(['logs', '--data', store, '--level', 'warn', '--text', 'ENTRY', '--limit', '2', '--json'])
  expect(json).toMatchObject({ entries: [{ message: 'entry 2' }, { message: 'entry 3' }], more: true })
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  expect((await runSrvra(['logs', '--data', store, '--component', 'support'])).stdout).toMatch(
    / error {2}support {2}E_3: entry 3\n {4}at f/,
  )
  expect((await runSrvra(['logs', '--data', store, '--text', 'moon'])).stdout).toContain('No such entry in')
  expect((await runSrvra(['logs', '--data', store, '--limit', '0'])).code).toBe(2)
})

test('O-47 a script marks the figures of a store, while a hub runs on it, and is refused what is no mark', async () => {
  const store = join(dir, 'marked')
  expect((await runSrvra(['mark', 'deploy 1.2', '--data', store])).stderr).toContain('There is no store')
  const { hub } = await startHub(store)
  const deploy = ['mark', 'deploy 1.2', '--at', '2026-11-23', '--actor', 'ci', '--data', store]
  expect((await runSrvra(deploy)).stdout).toContain('Marked 2026-11-23')
  const { json } = await runSrvra([...deploy, '--json'])
  expect(json).toMatchObject({ kind: 'note', text: 'deploy 1.2', by: 'ci' })
  expect((await runSrvra(['mark', 'a\nb', '--data', store])).stderr).toContain('expected one line')
  await hub.end('SIGTERM')
  const series = new SqliteSeriesStore(join(store, 'series.sqlite'))
  onTestFinished(() => series.close())
  expect(series.marks(0, Infinity, 10)).toMatchObject([{ at: Date.UTC(2026, 10, 23), text: 'deploy 1.2', by: 'ci' }])
})
