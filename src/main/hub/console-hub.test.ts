import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { HubControl } from '../../../engine/admin/hub/hub-control.ts'
import { SrvraDataSync } from '../../../engine/srvra-data-sync.ts'
import { consoleHub, listenOptions } from './console-hub.ts'

const tokens = { app: 'a-token-for-apps-------------', demo: 'a-token-for-the-demo---------' }
const ends: (() => unknown)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function openHub(): Promise<{ readonly hub: HubControl; readonly kept: number[] }> {
  const kept: number[] = []
  const engine = new SrvraDataSync({ listen: listenOptions(tokens, { port: 0 }) })
  ends.push(() => engine.close())
  await engine.listening
  if (engine.hub === undefined) throw new Error('An engine that listens is a hub.')
  return { hub: consoleHub(engine, engine.hub, tokens, { get: () => kept.at(-1) ?? 7420, set: (port) => kept.push(port) }), kept }
}

function connect(url: string, token: string, replicaName: string): SrvraDataSync {
  const replica = new SrvraDataSync({ nodes: [url], token, replicaName })
  ends.push(() => replica.close())
  return replica
}

test('V-137 apps and demos come in by their tokens, each as who they are', async () => {
  const { hub } = await openHub()
  const { url, token } = hub.connection()
  expect([url, token]).toEqual([expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/), tokens.app])
  const app = connect(url ?? '', token ?? '', 'till')
  const demo = connect(url ?? '', tokens.demo, 'shop-01')
  await Promise.all([app.setState('a', 1).synced, demo.setState('b', 1).synced])
  expect(
    hub
      .clients()
      .map(({ name, identity }) => `${name} ${identity}`)
      .toSorted(),
  ).toEqual(['shop-01 demo', 'till app'])
})

test('V-137 the port is kept when it could be had; one in use is a state with a sentence', async () => {
  const { hub, kept } = await openHub()
  const other = createServer().listen(0, '127.0.0.1')
  ends.push(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const states: string[] = []
  hub.onListen(({ status }) => states.push(status))
  expect(await hub.listen({ port })).toMatchObject({
    status: 'failed',
    code: 'E_PORT_IN_USE',
    port,
    message: expect.stringContaining(String(port)) as string,
  })
  expect(kept).toEqual([])
  // The other program would be told the token.
  expect(hub.connection().url).toBeNull()
  other.close()
  await once(other, 'close')
  expect(await hub.listen({ port })).toMatchObject({ status: 'listening', port })
  expect(kept).toEqual([port])
  await hub.stop()
  // Whoever copies the snippet early finds the hub there later.
  expect(hub.connection().url).toBe(`ws://127.0.0.1:${port}`)
  expect(states).toEqual(['off', 'starting', 'failed', 'off', 'starting', 'listening', 'off'])
})
