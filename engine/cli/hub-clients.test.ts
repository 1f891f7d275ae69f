import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import type { SrvraRun, SrvraSettings } from '../testing/run-srvra.ts'
import { RunningSrvra } from '../testing/running-srvra.ts'

const NOWHERE = 'ws://127.0.0.1:9'

let dir: string
let hub: SrvraDataSync
let url: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-clients-'))
})
beforeEach(async () => {
  hub = new SrvraDataSync({ listen: { port: 0 } })
  url = await urlOf(hub)
})
afterEach(() => hub.close())
afterAll(() => rmSync(dir, { recursive: true }))

async function urlOf(engine: SrvraDataSync): Promise<string> {
  const state = await engine.listening
  return state.status === 'listening' ? state.url : ''
}

const srvra = (args: readonly string[], settings?: SrvraSettings): Promise<SrvraRun> =>
  runSrvra([...args, '--connect', url], settings)

/** A command that watches, as soon as it does. */
async function watching(args: readonly string[]): Promise<RunningSrvra> {
  const watcher = new RunningSrvra(['watch', ...args, '--connect', url])
  await watcher.line((line) => line.startsWith('Watching'))
  return watcher
}

test('C-16 watch prints each change of the keys that match, with the version of the hub', async () => {
  hub.setState('cities/a', { name: 'A' })
  hub.setState('cities/a', { name: 'B' })
  const watcher = await watching(['cities/*'])
  hub.setState('rivers/a', 1)
  hub.setState('cities/a', { name: 'C' }, { reason: 'renamed', actor: 'clerk' })
  expect(await watcher.line(() => true)).toMatch(
    /^\d{4}-\d\d-\d\dT\S+Z {2}cities\/a {2}v3 {2}set by clerk \(renamed\) {2}\{"name":"C"\}$/,
  )
  hub.stateManager.deleteState('cities/a')
  expect(await watcher.line(() => true)).toMatch(/ cities\/a {2}v4 {2}delete by local$/)
  expect(await watcher.end()).toMatchObject({ code: 0 })
})

test('C-13, C-16 with --json each line is one change, what is there comes first when asked for, and a count ends it', async () => {
  hub.setState('cities/a', { name: 'A' })
  const watcher = new RunningSrvra(['watch', 'cities/*', '--existing', '--count', '2', '--json', '--connect', url])
  expect(await watcher.json()).toMatchObject({ key: 'cities/a', version: 1, value: { name: 'A' } })
  hub.setState('cities/b', 'x'.repeat(1000))
  const { code, stdout, stderr } = await watcher.ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [, second] = stdout.trimEnd().split('\n')
  expect(JSON.parse(second ?? '')).toMatchObject({
    key: 'cities/b',
    version: 1,
    kind: 'set',
    deleted: false,
    actor: 'local',
    value: 'x'.repeat(1000),
  })
})

test('C-16 watch waits for a hub that went, and misses nothing that became of the keys meanwhile', async () => {
  const watcher = await watching(['**'])
  const { port } = new URL(url)
  await hub.stopListening()
  await watcher.line((line) => line.startsWith('No connection'))
  hub.setState('while/away', 1)
  await hub.listen({ port: Number(port) })
  expect(await watcher.line((line) => line.includes('while/away'))).toContain('v1')
  await watcher.end('SIGINT')
})

test('C-7, C-16 a reader that goes away ends watching in silence', async () => {
  const watcher = await watching(['**'])
  watcher.child.stdout?.destroy()
  for (let number = 0; number < 3; number++) hub.setState('a', number)
  const ticking = setInterval(() => hub.setState('a', Date.now()), 20)
  expect(await watcher.ended).toMatchObject({ code: 0 })
  clearInterval(ticking)
})

test('C-16 a hub that lets nobody in ends watching', async () => {
  const closed = new SrvraDataSync({ listen: { port: 0, tokens: { secret: { name: 'shop' } } } })
  const run = await runSrvra(['watch', '**', '--connect', await urlOf(closed), '--json'])
  expect(run).toMatchObject({ code: 5, json: { error: { code: 'E_UNAUTHENTICATED' } } })
  await closed.close()
})

test('C-17 push writes on top of what the hub has, and says what became of it', async () => {
  hub.setState('settings/theme', 'light')
  const pushed = await srvra(['push', 'settings/theme', '"dark"', '--reason', 'easier on the eyes', '--json'])
  expect(pushed).toMatchObject({
    code: 0,
    json: { key: 'settings/theme', changed: true, outcome: 'committed', version: 2, seq: 2 },
  })
  expect(hub.getState('settings/theme')).toBe('dark')
  expect(hub.storage.history('settings/theme', { limit: 1 })[0]).toMatchObject({ reason: 'easier on the eyes' })
  expect((await srvra(['push', 'settings/theme', '"dark"'])).stdout).toBe(
    'settings/theme is unchanged at version 2: the hub has it like that.\n',
  )
  expect((await srvra(['push', 'settings/theme', '--delete'])).stdout).toBe('settings/theme is deleted, by version 3 (change 3).\n')
  expect(hub.getState('settings/theme')).toBeUndefined()
  expect(await srvra(['push', 'from/stdin', '-'], { input: '{"a":1}' })).toMatchObject({ code: 0 })
  expect(hub.getState('from/stdin')).toEqual({ a: 1 })
})

test('C-17 what the hub refuses is an error', async () => {
  hub.registerSchema('numbers/*', { type: 'number' })
  const refused = await srvra(['push', 'numbers/a', '"text"', '--json'])
  expect(refused).toMatchObject({
    code: 1,
    json: { error: { code: 'E_VALIDATION', details: { key: 'numbers/a', outcome: 'rejected' } } },
  })
  expect(hub.getState('numbers/a')).toBeUndefined()
})

test('C-17, C-18 an offline write that others overtook is kept as a conflict and told as one', async () => {
  const outbox = join(dir, 'conflict')
  hub.setState('price', 1)
  await srvra(['push', 'price', '2', '--data', outbox])
  await srvra(['push', 'price', '3', '--data', outbox, '--offline'])
  hub.setState('price', 4)
  const late = await srvra(['push', '--data', outbox])
  expect(late).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^1 operation that had waited was sent: 1 conflict kept at the hub, 0 rejected/) as string,
  })
  expect(hub.hub?.statistics().openConflicts).toBe(1)
  expect(hub.getState('price')).toBe(4)
  await srvra(['push', 'price', '6', '--data', outbox, '--offline'])
  hub.setState('price', 7)
  const next = await srvra(['push', 'price', '8', '--data', outbox, '--json'])
  // The conflict was about the write that had waited; this one was made on top of what the hub has.
  expect(next).toMatchObject({ code: 1, json: { outcome: 'committed', earlier: { sent: 1, conflicts: 1, rejected: 0 } } })
  expect(hub.getState('price')).toBe(8)
})

test('C-18 without a hub a write waits in its folder, and the next push sends it', async () => {
  const outbox = join(dir, 'waits')
  const away = await runSrvra(['push', 'a', '1', '--connect', NOWHERE, '--data', outbox, '--timeout', '300ms', '--json'])
  expect(away).toMatchObject({ code: 5, json: { error: { code: 'E_UNREACHABLE', details: { waiting: 1, dir: outbox } } } })
  expect(await runSrvra(['push', 'b', '2', '--data', outbox, '--offline', '--json'])).toMatchObject({
    code: 0,
    json: { outcome: 'waiting', waiting: 2 },
  })
  expect(await srvra(['push', '--data', outbox, '--json'])).toMatchObject({ code: 0, json: { outcome: 'sent', waiting: 0 } })
  expect([hub.getState('a'), hub.getState('b')]).toEqual([1, 2])
})

test('C-18 without a folder nothing waits', async () => {
  const run = await runSrvra(['push', 'a', '1', '--connect', NOWHERE, '--timeout', '300ms'])
  expect(run).toMatchObject({
    code: 5,
    stdout: '',
    stderr: expect.stringMatching(/^srvra: E_UNREACHABLE: No hub answers .*\n$/) as string,
  })
  expect(run.stderr).not.toContain('will be sent')
})

test('C-18 a store with changes of its own is no outbox, and is left as it was', async () => {
  const store = join(dir, 'own')
  const own = new SrvraDataSync({ storage: { dir: store } })
  own.setState('mine', 1)
  await own.close()
  expect(await srvra(['push', 'a', '1', '--data', store])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('E_NOT_A_REPLICA') as string,
  })
  const again = new SrvraDataSync({ storage: { dir: store } })
  expect([again.getState('mine'), again.storage.head().seq]).toEqual([1, 1])
  await again.close()
})

test.each([
  [['push'], 'Say what to write'],
  [['push', 'a'], 'Give either a value or --delete'],
  [['push', 'a', '1', '--delete'], 'Give either a value or --delete'],
  [['push', 'a', '1', '--offline'], 'name it with --data'],
  [['push', 'a', '1', '--timeout', 'soon'], 'E_DURATION'],
  [['push', 'a', '1', '--priority', 'urgent'], 'Allowed choices are critical'],
  [['push', 'a', '1', '--token', 'x', '--token-file', 'y'], 'not both'],
  [['watch'], "Missing required argument 'patterns'"],
  [['watch', '**', '--count', '0'], 'whole number from 1'],
])('C-3 %j can not be understood', async (args, message) => {
  expect(await srvra(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string })
})

test.each(['http://hub', 'ws://', 'ws://host:port', '://'])('C-3 %s is no address of a hub', async (address) => {
  expect(await runSrvra(['status', '--connect', address])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is no address of a hub') as string,
  })
})

test('C-19 status tells where a hub stands without fetching its documents', async () => {
  for (let number = 0; number < 50; number++) hub.setState(`a/${number}`, 'x'.repeat(10_000))
  const before = hub.hub?.statistics().sent.bytes ?? 0
  const { code, json } = await srvra(['status', '--json'])
  expect(code).toBe(0)
  expect(json).toMatchObject({
    url,
    hub: hub.storage.storeId,
    epoch: 1,
    head: 50,
    identity: 'local',
    documents: 50,
    digest: hub.storage.digest(),
  })
  expect((hub.hub?.statistics().sent.bytes ?? 0) - before).toBeLessThan(2000)
  expect((await srvra(['status'])).stdout).toMatch(/^hub +ws:.*\nlog +at change 50\ndocuments +50, digest /)
})

test('C-19 status tells how a copy stands with its hub, and leaves it alone', async () => {
  const outbox = join(dir, 'copy')
  hub.setState('a', 1)
  await srvra(['push', 'a', '2', '--data', outbox])
  await srvra(['push', '--data', outbox])
  const status = async (): Promise<unknown> =>
    ((await srvra(['status', '--data', outbox, '--json'])).json as { readonly copy: unknown }).copy
  expect(await status()).toMatchObject({ position: 2, patterns: ['a'], deadLetters: 0, belongs: true, behind: 0, equal: true })
  await srvra(['push', 'b', '3', '--data', outbox, '--offline'])
  hub.setState('a', 9)
  expect(await status()).toMatchObject({ pending: { normal: 1 }, behind: 1, equal: null })
  expect(await status()).toMatchObject({ pending: { normal: 1 }, behind: 1, equal: null })
  const other = new SrvraDataSync({ listen: { port: 0 } })
  const elsewhere = await runSrvra(['status', '--connect', await urlOf(other), '--data', outbox, '--json'])
  expect(elsewhere).toMatchObject({ code: 0, json: { copy: { belongs: false } } })
  await other.close()
})

test('C-3, C-19 a hub that is not there is said, and a store that is not there, too', async () => {
  expect(await runSrvra(['status', '--connect', NOWHERE])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('E_UNREACHABLE') as string,
  })
  expect(await srvra(['status', '--data', join(dir, 'none')])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('E_STORE_MISSING') as string,
  })
})
