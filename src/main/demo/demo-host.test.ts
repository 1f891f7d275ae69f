import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DemoHost } from './demo-host.ts'
import { fleetFiles, type FleetFiles } from './fleet-files.ts'

const plan = { scenario: 'inventory', replicas: 25, seed: 7 } as const

let folder = ''
let files: FleetFiles
let now = 1_000_000
let url: string | undefined
let runs = 0
const started: string[] = []
const living = new Set<number>()
const hosts: DemoHost[] = []

beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'srvra-demo-'))
  files = fleetFiles(folder)
  url = 'ws://127.0.0.1:7420'
  runs = 0
  started.length = 0
  living.clear()
})
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

function openConsole(): DemoHost {
  const host = new DemoHost({
    files,
    processes: {
      spawn: ({ run }) => started.push(run),
      alive: (pid) => living.has(pid),
      kill: (pid) => living.delete(pid),
    },
    connection: () => (url === undefined ? undefined : { url, token: 'secret' }),
    now: () => now,
    newRun: () => `run-${++runs}`,
    newSeed: () => 42,
  })
  hosts.push(host)
  return host
}

/** What a fleet process writes that was started. */
function comesUp(pid: number, run = `run-${runs}`): void {
  living.add(pid)
  files.writeStatus({ run, pid, at: now, phase: 'running' })
}

function pass(ms: number): void {
  now += ms
  vi.advanceTimersByTime(ms)
}

test('V-142 a demo starts as a process, runs when that says so, and another one is refused meanwhile', async () => {
  const host = openConsole()
  expect(await host.start({ scenario: 'clinic', replicas: 3 })).toMatchObject({ status: 'starting', seed: 42 })
  expect(files.config()).toMatchObject({
    run: 'run-1',
    scenario: 'clinic',
    connect: { url: 'ws://127.0.0.1:7420', token: 'secret' },
  })
  comesUp(100)
  pass(500)
  expect(host.state()).toMatchObject({ status: 'running', replicas: 3 })
  await expect(host.start(plan)).rejects.toEqual(expect.objectContaining({ code: 'E_DEMO_RUNS' }))
  expect(started).toEqual(['run-1'])
})

test('V-142 without a hub that listens there is no demo', async () => {
  url = undefined
  await expect(openConsole().start(plan)).rejects.toEqual(expect.objectContaining({ code: 'E_HUB_OFF' }))
  expect(started).toEqual([])
})

test('V-142 a demo outlives its console, and the next one finds it', async () => {
  await openConsole().start(plan)
  comesUp(100)
  pass(500)
  hosts[0]?.close()
  const next = openConsole()
  expect(next.state()).toMatchObject({ status: 'running', scenario: 'inventory', seed: 7 })
  const stopped = next.stop()
  expect(files.config()).toBeUndefined()
  living.delete(100)
  pass(500)
  expect(await stopped).toEqual({ status: 'off' })
})

test.each([
  ['whose process is gone', () => living.delete(100)],
  ['that has been silent', () => (now += 60_000)],
  ['of another start', () => files.writeStatus({ run: 'other', pid: 100, at: now, phase: 'running' })],
])('V-142 a fleet %s is nobody’s', async (_, happens) => {
  await openConsole().start(plan)
  comesUp(100)
  hosts[0]?.close()
  happens()
  expect(openConsole().state()).toEqual({ status: 'off' })
})

test('V-142 a fleet that ends by itself is told with its reason', async () => {
  const host = openConsole()
  const told: string[] = []
  host.onState((state) => told.push(state.status))
  await host.start(plan)
  comesUp(100)
  pass(500)
  files.writeStatus({
    run: 'run-1',
    pid: 100,
    at: now,
    phase: 'failed',
    error: { code: 'E_STORE_FULL', message: 'The disk is full.' },
  })
  pass(500)
  expect(host.state()).toEqual({ status: 'failed', code: 'E_STORE_FULL', message: 'The disk is full.' })
  await host.start(plan)
  comesUp(101)
  pass(500)
  living.delete(101)
  pass(500)
  expect(host.state()).toMatchObject({ status: 'failed', code: 'E_DEMO_ENDED' })
  expect(told).toEqual(['starting', 'running', 'failed', 'starting', 'running', 'failed'])
})

test('V-142 one that never comes up is given up, and one that does not end is ended', async () => {
  const host = openConsole()
  await host.start(plan)
  pass(59_000)
  expect(host.state()).toMatchObject({ status: 'starting' })
  pass(2000)
  expect(host.state()).toMatchObject({ status: 'failed', code: 'E_DEMO_ENDED' })
  await host.start(plan)
  comesUp(100)
  pass(500)
  const stopped = host.stop()
  pass(9000)
  expect(host.state()).toMatchObject({ status: 'stopping' })
  expect(living.has(100)).toBe(true)
  pass(2000)
  expect(await stopped).toEqual({ status: 'off' })
  expect(living.has(100)).toBe(false)
})

test('V-142 when the hub moves, the demo is started again with what it has, and goes there', async () => {
  const host = openConsole()
  await host.start(plan)
  comesUp(100)
  pass(500)
  const before = files.config()
  await host.moved()
  expect(started).toEqual(['run-1'])
  url = 'ws://127.0.0.1:7421'
  const moving = host.moved()
  living.delete(100)
  pass(500)
  await moving
  expect(started).toEqual(['run-1', 'run-2'])
  expect(files.config()).toMatchObject({ dir: before?.dir, seed: 7, connect: { url: 'ws://127.0.0.1:7421' } })
})
