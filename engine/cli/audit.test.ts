import Database from 'better-sqlite3'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import { startHub } from '../testing/running-srvra.ts'

let root: string
let store: string

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'srvra-audit-'))
  store = join(root, 'store')
  const engine = new SrvraDataSync({ storage: { dir: store }, audit: { enabled: true, headsTo: join(root, 'elsewhere') } })
  for (let i = 0; i < 5; i++) engine.setState(`patients/${i}`, { i }, { actor: i % 2 === 0 ? 'ann' : '=bob' })
  await engine.close()
})

afterAll(() => rmSync(root, { recursive: true }))

test('A-14 a trail that is whole is told so, and looking at it changes nothing', async () => {
  const before = filesOf(store)
  const { code, json, stdout } = await runSrvra(['audit', 'verify', '--data', store, '--json'])
  expect({ code, json }).toMatchObject({ code: 0, json: { ok: true, entries: 6, signedThrough: 6, problems: [] } })
  expect(stdout).toContain('"ok":true')
  expect((await runSrvra(['audit', 'list', '--data', store])).stdout.trimEnd().split('\n')).toHaveLength(6)
  expect(filesOf(store)).toEqual(before)
})

test('A-5, A-14 an edited row is named, with the public key and heads from elsewhere alone', async () => {
  const own = copyOf('edited')
  for (const name of ['audit.key', 'audit.pub', 'audit-heads']) rmSync(join(own, name), { recursive: true })
  edit(own, "UPDATE records SET value = replace(value, 'ann', 'eve') WHERE collection = 'audit' AND id LIKE '%4'")
  // Each record bears a hash of its own: whoever knows how puts that right, too.
  const args = ['--public-key', join(store, 'audit.pub'), '--heads', join(root, 'elsewhere')]
  const broken = await runSrvra(['audit', 'verify', '--data', own, ...args])
  expect({ code: broken.code, stderr: broken.stderr }).toEqual({
    code: 4,
    stderr: expect.stringContaining('000000000000004') as string,
  })
})

test('A-6, A-14 a trail whose end was cut off is found by what was signed', async () => {
  const own = copyOf('cut')
  edit(
    own,
    "DELETE FROM records WHERE collection = 'audit' AND id > '000000000000003'; DELETE FROM records WHERE collection = 'audit.state' AND id = 'end'",
  )
  const { code, json } = await runSrvra(['audit', 'verify', '--data', own, '--json'])
  expect(code).toBe(4)
  expect(json).toMatchObject({
    ok: false,
    last: 3,
    problems: [
      { code: 'CHANGE_UNAUDITED', seq: 3 },
      { code: 'TRAIL_CUT', n: 4 },
    ],
  })
})

test('A-11, A-14 entries are exported by what was asked for', async () => {
  const file = join(root, 'trail.csv')
  await runSrvra(['audit', 'export', file, '--format', 'csv', '--by', 'bob', '--data', store])
  const rows = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(rows).toHaveLength(3)
  expect(rows[1]).toContain("'=bob")
  expect((await runSrvra(['audit', 'export', file, '--data', store])).code).toBe(1)
})

test('A-14 what cannot be done is said with what to do', async () => {
  expect((await runSrvra(['audit', 'verify', '--data', join(root, 'none')])).code).toBe(3)
  const bad = await runSrvra(['audit', 'verify', '--data', store, '--public-key', join(store, 'store.sqlite')])
  expect({ code: bad.code, stderr: bad.stderr }).toEqual({
    code: 78,
    stderr: expect.stringContaining('is no key of an audit trail') as string,
  })
  const without = join(root, 'without')
  await runSrvra(['set', 'a', '1', '--data', without])
  expect((await runSrvra(['audit', 'list', '--data', without])).stdout).toContain('No such entry')
})

test('A-14 a hub that is served with --audit puts on record what its replicas write', async () => {
  const own = join(root, 'hub')
  const { hub, url } = await startHub(own, ['--audit', '--audit-retention', '90days'])
  await runSrvra(['push', 'shop/1', '{"n":1}', '--connect', url])
  await hub.end('SIGTERM')
  const { json } = await runSrvra(['audit', 'list', '--data', own, '--json'])
  expect(json).toMatchObject({
    entries: [
      { action: 'audit.begun' },
      { action: 'client.connect', actor: 'local', outcome: 'done' },
      { action: 'document.set', target: 'shop/1', outcome: 'done' },
    ],
  })
})

// Last: it goes on with the trail of the same store, and its heads are kept with the others.
test('A-1, A-14 what the command line writes to an audited store is on record', async () => {
  const own = copyOf('written')
  await runSrvra(['set', 'patients/9', '1', '--data', own, '--actor', 'carl', '--reason', 'typo'])
  const { stdout, json } = await runSrvra(['audit', 'list', '--data', own, '--by', 'CARL', '--json'])
  expect(json).toMatchObject({
    entries: [{ n: 7, actor: 'carl', action: 'document.set', target: 'patients/9', details: { reason: 'typo' } }],
    more: false,
  })
  expect(stdout).toContain('carl')
  expect((await runSrvra(['audit', 'verify', '--data', own])).code).toBe(0)
})

function copyOf(name: string): string {
  const own = join(root, name)
  cpSync(store, own, { recursive: true })
  return own
}

function filesOf(dir: string): readonly string[] {
  return readdirSync(dir).toSorted()
}

function edit(dir: string, sql: string): void {
  const database = new Database(join(dir, 'store.sqlite'))
  database.exec(sql)
  database.close()
}
