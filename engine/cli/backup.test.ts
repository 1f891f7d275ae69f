import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runSrvra } from '../testing/run-srvra.ts'
import type { SrvraRun } from '../testing/run-srvra.ts'
import { startHub } from '../testing/running-srvra.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-backup-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

const at = (name: string): string => join(dir, name)
const srvra = (...args: readonly string[]): Promise<SrvraRun> => runSrvra([...args, '--data', at('store')])

test('C-40, C-41 a store is backed up, lost, and restored from target and key alone', async () => {
  for (const value of ['1', '2', '3']) await srvra('set', 'a', value)
  const backup = await srvra('backup', '--to', at('target'), '--key-file', at('safe.key'), '--json')
  expect(backup).toMatchObject({
    code: 0,
    json: { backups: 1, key: { keptBeside: false }, targets: [{ state: 'ok', lastSeq: 3 }] },
  })
  expect(statSync(at('safe.key')).mode & 0o777).toBe(0o600)
  await srvra('set', 'a', '4')
  await srvra('set', 'b', '1')
  expect((await srvra('backup', '--to', at('target'), '--key-file', at('safe.key'))).stdout).toContain(
    'Operations 3 to 5 can be restored',
  )
  rmSync(at('store'), { recursive: true })
  const flags = ['--from', at('target'), '--key-file', at('safe.key')]
  expect(await srvra('restore', '--into', at('new'), '--at', '4', ...flags, '--json')).toMatchObject({
    code: 0,
    json: { seq: 4, epoch: 2 },
  })
  const read = await runSrvra(['get', 'a', '--data', at('new')])
  expect(read.stdout.trim()).toBe('4')
  expect((await runSrvra(['verify', '--data', at('new')])).code).toBe(0)
  expect(await srvra('restore', '--into', at('other'), '--at', '99', ...flags, '--json')).toMatchObject({
    code: 1,
    json: { error: { code: 'E_RANGE', details: { from: 3, to: 5 } } },
  })
})

test('C-41 a restore in place says what it changes, wants a yes, and keeps the old store', async () => {
  for (const key of ['a', 'b', 'c']) await srvra('set', key, '1')
  await srvra('backup')
  await srvra('delete', 'a')
  await srvra('set', 'b', '2')
  await srvra('set', 'd', '1')
  await srvra('backup')
  const dry = await srvra('restore', '--dry-run', '--at', '3')
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would come back, 1 change, 1 go, 1 stay') as string })
  expect(dry.stdout).toMatch(/\+ a\n\s+~ b\n\s+- d/)
  expect(await srvra('restore', '--in-place', '--at', '3')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--yes') as string,
  })
  expect((await srvra('stats', '--json')).json).toMatchObject({ changes: 6 })
  const done = await srvra('restore', '--in-place', '--at', '3', '--yes', '--json')
  expect(done).toMatchObject({ code: 0, json: { seq: 3, documents: 3 } })
  const { kept } = done.json as { kept: string }
  expect((await srvra('get', 'a')).stdout.trim()).toBe('1')
  expect((await runSrvra(['get', 'd', '--data', at(`store/${kept}`)])).stdout.trim()).toBe('1')
  await srvra('set', 'e', '1')
  expect((await srvra('backup')).code).toBe(0)
  expect(await srvra('restore', '--into', at('former'), '--at', '6', '--life', '1', '--json')).toMatchObject({
    code: 0,
    json: { seq: 6 },
  })
  expect((await srvra('restore', '--into', at('newest'), '--json')).json).toMatchObject({ seq: 4, documents: 4 })
})

test('C-41 where to has to be said, once', async () => {
  await srvra('set', 'a', '1')
  await srvra('backup')
  expect((await srvra('restore')).code).toBe(2)
  expect((await srvra('restore', '--in-place', '--into', at('x'))).code).toBe(2)
  expect(await srvra('restore', '--into', at('x'), '--key-file', at('none'), '--json')).toMatchObject({
    json: { error: { code: 'E_KEY_FILE' } },
  })
  expect(await srvra('restore', '--into', at('x'), '--from', at('nowhere'), '--json')).toMatchObject({ code: 3 })
  expect([existsSync(at('x')), existsSync(at('nowhere'))]).toEqual([false, false])
})

test('C-42 a backup is proven, and a damaged one found; a drill leaves a page', async () => {
  await srvra('set', 'a', '1')
  await srvra('backup')
  expect(await srvra('verify-backup')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('was restored and verified') as string,
  })
  expect(await srvra('drill', '--report', at('drill.md'))).toMatchObject({ code: 0 })
  expect(readFileSync(at('drill.md'), 'utf8')).toContain('**The backup can be restored.**')
  const { readdirSync } = await import('node:fs')
  const part = readdirSync(at('store/backups')).find((name) => name.includes('.base.'))!
  const bytes = readFileSync(at(`store/backups/${part}`))
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(at(`store/backups/${part}`), bytes)
  expect(await srvra('verify-backup', '--json')).toMatchObject({ code: 4, json: { ok: false } })
  expect(await srvra('drill', '--report', at('bad.md'))).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('E_BACKUP_INTEGRITY') as string,
  })
  expect(readFileSync(at('bad.md'), 'utf8')).toContain('What to do')
})

test('C-43 a hub backs itself up as it runs, to its last write', async () => {
  const { hub, url } = await startHub(at('hub'), ['--backup-to', at('target'), '--backup-key', at('safe.key')])
  for (const value of ['1', '2', '3']) await runSrvra(['push', 'a', value, '--connect', url])
  const ended = await hub.end()
  expect(ended.code).toBe(0)
  const restored = await srvra('restore', '--into', at('new'), '--from', at('target'), '--key-file', at('safe.key'), '--json')
  expect(restored).toMatchObject({ code: 0, json: { seq: 3 } })
  expect((await runSrvra(['get', 'a', '--data', at('new')])).stdout.trim()).toBe('3')
})
