import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FileLog } from '../adapters/file-log.ts'
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
