import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import { RunningSrvra } from '../testing/running-srvra.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-demo-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

test('C-13, C-20 a demo ends with one line of JSON, and keeps its stores where it is told to', async () => {
  const run = await runSrvra([
    'demo',
    'trading',
    '--replicas',
    '3',
    '--seconds',
    '1',
    '--seed',
    '7',
    '--json',
    '--data',
    join(dir, 'kept'),
  ])
  expect(run).toMatchObject({ code: 0, stderr: '' })
  expect(run.stdout.split('\n')).toHaveLength(2)
  expect(run.json).toEqual({
    scenario: 'trading',
    replicas: 3,
    seed: 7,
    seconds: expect.any(Number) as number,
    acknowledged: expect.any(Number) as number,
    lost: 0,
    conflicts: expect.any(Number) as number,
    merged: expect.any(Number) as number,
    rejected: 0,
    waiting: 0,
    p50Ms: expect.any(Number) as number,
    p99Ms: expect.any(Number) as number,
    digestsEqual: true,
  })
  expect(existsSync(join(dir, 'kept', 'desk-01'))).toBe(true)
})

test('C-13, C-20 Ctrl+C ends a demo, which then says what came of it', async () => {
  const hub = new SrvraDataSync({ listen: { port: 0, tokens: { secret: { name: 'demo' } } } })
  const state = await hub.listening
  const url = state.status === 'listening' ? state.url : ''
  const demo = new RunningSrvra(['demo', 'clinic', '--replicas', '2', '--memory', '--connect', url, '--token', 'secret'])
  await new Promise<void>((resolve) => {
    hub.stateManager.subscribe('patients/**', (_value, { actor }) => {
      if (actor.includes('ward-')) resolve()
    })
  })
  const { code, stdout } = await demo.end('SIGINT')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^fleet +clinic: 2 replicas, seed 1, [\d.]+ s\nacknowledged +\d+, .*\nlost +none\n/)
  expect(stdout).toContain('digests       equal')
  await hub.close()
})

test.each([
  [['casino'], 'Allowed choices are inventory, clinic, trading, documents, iot'],
  [['iot', '--replicas', '0'], 'A number of replicas is a whole number from 1'],
  [['iot', '--replicas', '10001'], '10000 replicas at the most'],
  [['iot', '--seconds', 'long'], 'A number of seconds'],
  [['iot', '--seed', '-x'], 'seed'],
])('C-3 demo %j can not be understood', async (args, message) => {
  expect(await runSrvra(['demo', ...args])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(message) as string,
  })
})

test('C-20 what a fleet needs of its hub is said', async () => {
  const refused = await runSrvra(['demo', 'iot', '--help'])
  for (const part of ['inventory', '1000:', '--seed', '--connect']) expect(refused.stdout).toContain(part)
})
