import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SrvraError } from '../../../engine/core/errors.ts'
import { fleetArguments, parseFleetArguments } from './fleet-arguments.ts'
import { fleetFiles, type FleetFiles } from './fleet-files.ts'
import { playFleet, type RunFleet } from './play-fleet.ts'

let folder = ''
let files: FleetFiles

beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'srvra-fleet-'))
  files = fleetFiles(folder)
  files.writeConfig({
    run: 'run-1',
    scenario: 'inventory',
    replicas: 2,
    seed: 1,
    startedAt: 0,
    connect: { url: 'ws://127.0.0.1:1', token: 'secret' },
    dir: files.storesOf('a'),
  })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const untilAborted: RunFleet = (_, signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined))
  })

function play(run: RunFleet, named = 'run-1', signal = new AbortController().signal): Promise<number> {
  return playFleet({ files, named, run, now: () => 5, report: () => {}, signal })
}

test('V-142 a fleet says that it lives, and ends when its start is no longer wanted', async () => {
  const code = play(untilAborted)
  expect(files.status()).toEqual({ run: 'run-1', pid: process.pid, at: 5, phase: 'running' })
  vi.advanceTimersByTime(5000)
  files.forgetConfig()
  vi.advanceTimersByTime(1000)
  expect(await code).toBe(0)
  expect(files.status()?.phase).toBe('running')
})

test('V-142 replicas that can not finish do not keep their process for ever', async () => {
  const code = play(() => new Promise(() => {}))
  files.forgetConfig()
  vi.advanceTimersByTime(1000 + 8000)
  expect(await code).toBe(0)
})

test('V-142 a process for another start than the one that is wanted plays nothing', async () => {
  const run = vi.fn<RunFleet>()
  expect(await play(run, 'run-0')).toBe(0)
  files.forgetConfig()
  expect(await play(run)).toBe(0)
  expect(run).not.toHaveBeenCalled()
})

test('V-142 the system may end a fleet, and a failure is written where the console looks', async () => {
  const abort = new AbortController()
  const code = play(untilAborted, 'run-1', abort.signal)
  abort.abort()
  expect(await code).toBe(0)
  expect(files.status()?.phase).toBe('ended')
  const refused = new SrvraError('E_UNAUTHENTICATED', 'The token is not known.')
  expect(await play(() => Promise.reject(refused))).toBe(1)
  expect(files.status()).toMatchObject({
    phase: 'failed',
    error: { code: 'E_UNAUTHENTICATED', message: 'The token is not known.' },
  })
})

test('V-142 only the console’s own way of starting makes a fleet, and its token is private', () => {
  const given = { dataDir: '/data', run: 'run-1' }
  expect(parseFleetArguments(['--no-sandbox', '/app', ...fleetArguments(given)])).toEqual(given)
  expect(parseFleetArguments(['/app', '--data=/data'])).toBeUndefined()
  expect(parseFleetArguments(['--fleet=relative', '--run=1'])).toBeUndefined()
  if (process.platform !== 'win32') expect(statSync(join(folder, 'demo', 'config.json')).mode & 0o777).toBe(0o600)
})
