import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import type { ListenOptions } from '../index.ts'
import { runFleet } from './run-fleet.ts'
import type { FleetConfig, FleetReport } from './run-fleet.ts'

const TOKENS = { secret: { name: 'demo' } }

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-fleet-test-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const play = (config: Partial<FleetConfig>, signal = new AbortController().signal): Promise<FleetReport> =>
  runFleet({ scenario: 'trading', replicas: 4, seconds: 1, seed: 1, storage: 'memory', ...config }, signal)

async function openHub(
  listen: Partial<ListenOptions> = {},
): Promise<{ readonly hub: SrvraDataSync; readonly connect: { readonly url: string; readonly token: string } }> {
  const hub = new SrvraDataSync({ listen: { port: 0, tokens: TOKENS, ...listen } })
  const state = await hub.listening
  return { hub, connect: { url: state.status === 'listening' ? state.url : '', token: 'secret' } }
}

/** Resolves when what is asked for holds; looked at with every change of the hub's clients and documents. */
function until(hub: SrvraDataSync, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return
      stop?.()
      hub.stateManager.unsubscribe(subscription)
      resolve()
    }
    const stop = hub.hub?.onClients(look)
    const subscription = hub.stateManager.subscribe('**', look)
    look()
  })
}

const offlineClients = (hub: SrvraDataSync): readonly string[] =>
  (hub.hub?.clients() ?? []).filter(({ status }) => status === 'offline').map(({ name }) => name)

test.each(['inventory', 'clinic', 'trading', 'documents', 'iot'])(
  'C-20 %s plays on a hub of its own, and nothing is lost',
  async (scenario) => {
    const report = await play({ scenario, replicas: 6, storage: 'sqlite' })
    expect(report).toMatchObject({ scenario, replicas: 6, seed: 1, lost: 0, rejected: 0, waiting: 0, digestsEqual: true })
    expect(report.acknowledged).toBeGreaterThan(0)
    expect(report.p99Ms).toBeGreaterThanOrEqual(report.p50Ms)
    expect(report.p50Ms).toBeGreaterThan(0)
  },
)

test('C-20 stores are kept in the folder, and a fleet that is started again goes on with them', async () => {
  const kept = join(dir, 'kept')
  const config = { scenario: 'inventory', storage: 'sqlite', dir: kept } as const
  await play(config)
  expect(readdirSync(kept).toSorted()).toEqual(['controller', 'hub', 'shop-01', 'shop-02', 'shop-03', 'shop-04'])
  const head = headOf(join(kept, 'hub'))
  expect(await play(config)).toMatchObject({ lost: 0, digestsEqual: true })
  expect(headOf(join(kept, 'hub'))).toBeGreaterThanOrEqual(head)
})

function headOf(folder: string): number {
  const engine = new SrvraDataSync({ storage: { dir: folder } })
  const { seq } = engine.storage.head()
  void engine.close()
  return seq
}

test('C-21 at another hub nothing is lost either, its documents stay, and strangers’ are not touched', async () => {
  const { hub, connect } = await openHub()
  hub.setState('inventory/article-000', { price: 1, mine: true })
  hub.setState('settings/theme', 'dark')
  const report = await play({ scenario: 'inventory', connect, seconds: 2 })
  expect(report).toMatchObject({ lost: 0, digestsEqual: true })
  expect(hub.getState('inventory/article-000')).toMatchObject({ mine: true })
  expect(hub.storage.read('settings/theme')?.version).toBe(1)
  expect(
    hub.hub
      ?.clients()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['demo-controller', 'shop-01', 'shop-02', 'shop-03', 'shop-04'])
  await hub.close()
})

test('C-22 members that the control document names go offline and come back, and it ends the fleet', async () => {
  const { hub, connect } = await openHub()
  const playing = runFleet(
    { scenario: 'inventory', replicas: 3, seed: 1, storage: 'memory', connect },
    new AbortController().signal,
  )
  await until(hub, () => (hub.hub?.statistics().sessions ?? 0) === 4)
  hub.setState('demo/control', { offline: ['shop-02'] })
  await until(hub, () => offlineClients(hub).includes('shop-02'))
  hub.setState('demo/control', { offline: [] })
  await until(hub, () => !offlineClients(hub).includes('shop-02'))
  hub.setState('demo/control', { offline: ['shop-03'] })
  await until(hub, () => offlineClients(hub).includes('shop-03'))
  hub.setState('demo/control', { offline: ['shop-03'], stopped: true })
  expect(await playing).toMatchObject({ lost: 0, digestsEqual: true })
  await hub.close()
})

test('C-22 a fleet begins with those offline that the control document names', async () => {
  const { hub, connect } = await openHub()
  hub.setState('demo/control', { offline: ['shop-01'], stopped: false })
  const report = await play({ scenario: 'inventory', replicas: 2, connect })
  expect(report).toMatchObject({ lost: 0, digestsEqual: true })
  expect(
    hub.hub
      ?.clients()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['demo-controller', 'shop-02'])
  await hub.close()
})

test('C-22 told to end, a fleet whose hub is gone ends, keeps what waits, and says that it could not compare', async () => {
  const { hub, connect } = await openHub()
  const kept = join(dir, 'without-hub')
  const abort = new AbortController()
  const playing = runFleet({ scenario: 'trading', replicas: 2, seed: 1, storage: 'sqlite', dir: kept, connect }, abort.signal)
  await until(hub, () => (hub.hub?.statistics().answered.committed ?? 0) > 12)
  await hub.stopListening()
  abort.abort()
  expect(await playing).toMatchObject({ digestsEqual: false })
  expect(existsSync(join(kept, 'desk-01'))).toBe(true)
  await hub.close()
}, 15_000)

test('C-22 a fleet that is ended before it began leaves nothing behind', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('srvra-fleet-')).length
  expect(await play({}, AbortSignal.abort())).toMatchObject({ acknowledged: 0, lost: 0 })
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('srvra-fleet-')).length).toBeLessThanOrEqual(before)
})

test('C-23 each member acts as soon as it is there, and others have their turn in between', async () => {
  let turns = 0
  const ticking = setInterval(() => turns++, 1)
  const online: number[] = []
  await play({ scenario: 'iot', replicas: 200, onProgress: (progress) => online.push(progress.online) })
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(50)
  expect(online.at(-1)).toBeGreaterThan(0)
})

test('C-20 a scenario that there is not, and a hub that lets nobody in, are refused', async () => {
  await expect(play({ scenario: 'toString' })).rejects.toMatchObject({ code: 'E_SCENARIO' })
  const { hub, connect } = await openHub()
  await expect(play({ connect: { url: connect.url, token: 'guessed' } })).rejects.toMatchObject({ code: 'E_UNAUTHENTICATED' })
  await hub.close()
})
