import type { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Connection } from '../../ports/transport.ts'
import { clientFrame, OPCODE, RawSocket, upgradeRequest } from '../../testing/raw-socket.ts'
import { until } from '../../testing/until.ts'
import { createHttpServer } from './http-server.ts'
import { listenWebSocket } from './index.ts'
import type { WebSocketListenOptions } from './index.ts'
import { NewcomerLimit } from './newcomer-limit.ts'
import { serveWebSockets } from './serve-web-sockets.ts'

const deaf = { onMessage: () => undefined, onDrain: () => undefined, onClose: () => undefined }

async function hub(options: Partial<WebSocketListenOptions> = {}): Promise<{ port: number; connections: Connection[] }> {
  const connections: Connection[] = []
  const listener = await listenWebSocket({ port: 0, ...options }, (connection) => {
    connections.push(connection)
    return deaf
  })
  onTestFinished(() => listener.close())
  return { port: listener.port, connections }
}

function asked(port: number, host: string, headers: Readonly<Record<string, string | undefined>> = {}): Promise<number> {
  return new RawSocket(port).ask(upgradeRequest(host, headers))
}

test.each([
  'null',
  'https://evil.example',
  'http://localhost',
  'https://shop.example.evil',
  'https://shop.example:444',
  'http://shop.example',
])('P-21 a page of %s may not connect', async (origin) => {
  const { port, connections } = await hub({ origins: ['https://shop.example'] })
  expect(await asked(port, `localhost:${port}`, { Origin: origin })).toBe(403)
  expect(connections).toEqual([])
})

test('P-21 a page of an origin that is listed may connect, and a program that names none', async () => {
  const { port, connections } = await hub({ origins: ['https://shop.example'] })
  expect(await asked(port, `localhost:${port}`, { Origin: 'https://shop.example' })).toBe(101)
  expect(await asked(port, `localhost:${port}`)).toBe(101)
  expect(connections).toHaveLength(2)
})

test.each([
  'evil.example',
  'localhost.evil',
  '127.0.0.1.evil.example',
  'hub.example.evil',
  '192.0.2.1',
  'localhost@evil.example',
  '',
])('P-21 a request that was led here under the name "%s" is refused', async (host) => {
  const { port } = await hub({ hosts: ['hub.example'] })
  expect(await asked(port, host)).toBe(403)
})

test.each(['localhost', '127.0.0.1', '127.0.0.1:9', 'LOCALHOST:80', '[::1]:7420', 'hub.example', 'Hub.Example:443'])(
  'P-21 %s is a name of this hub',
  async (host) => {
    const { port } = await hub({ hosts: ['hub.example'] })
    expect(await asked(port, host)).toBe(101)
  },
)

test('P-21 a hub may be addressed by the address at which it was reached, and by any name when it is told so', async () => {
  const everywhere = await hub({ host: '0.0.0.0', insecure: true })
  expect(await asked(everywhere.port, '127.0.0.1')).toBe(101)
  const open = await hub({ hosts: ['*'] })
  expect(await asked(open.port, 'whatever.example')).toBe(101)
})

test('P-22 newcomers that say nothing are bounded for each address, quick ones are not held up', () => {
  let now = 0
  const limit = new NewcomerLimit(2, () => now)
  const gone = [limit.enter('a'), limit.enter('a'), limit.enter('a')]
  expect(gone.every((spoke) => spoke !== undefined)).toBe(true)
  now = 501
  expect(limit.enter('a')).toBeUndefined()
  expect(limit.enter('b')).toBeDefined()
  for (const spoke of gone.slice(0, 2)) spoke?.()
  expect(limit.enter('a')).toBeDefined()
})

test('P-22 not even quick ones may be thousands', () => {
  const limit = new NewcomerLimit(20, () => 0)
  let entered = 0
  while (entered < 10_000 && limit.enter('a')) entered++
  expect(entered).toBe(2000)
})

test('P-22 the next silent one is answered 429; who spoke, went, or never became a WebSocket does not count', async () => {
  let now = 0
  const server = createHttpServer(undefined)
  const accepted: Connection[] = []
  serveWebSockets(
    server,
    { port: 0 },
    (connection) => {
      accepted.push(connection)
      return deaf
    },
    new NewcomerLimit(2, () => now),
  )
  const port = await opened(server)
  // A key that is none: the handshake fails, and nothing of it may be remembered.
  for (let index = 0; index < 3; index++) expect(await asked(port, 'localhost', { 'Sec-WebSocket-Key': 'none' })).toBe(400)
  now = 1000
  const [speaker, silent, goer] = [new RawSocket(port), new RawSocket(port), new RawSocket(port)]
  for (const peer of [speaker, silent, goer]) expect(await peer.ask(upgradeRequest('localhost'))).toBe(101)
  now = 2000
  expect(await asked(port, 'localhost')).toBe(429)
  speaker.send(clientFrame(OPCODE.text, 'hello'))
  goer.socket.destroy()
  await until(() => accepted.length === 3)
  let status = 429
  while (status === 429) status = await asked(port, 'localhost')
  expect(status).toBe(101)
})

async function opened(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

test('P-23 who asks for a page is told what this is, and the connection is over', async () => {
  const { port } = await hub()
  const peer = new RawSocket(port)
  expect(await peer.ask(`GET / HTTP/1.1\r\nHost: localhost\r\n\r\n`)).toBe(426)
  await until(() => peer.closed)
  expect(peer.text).toContain('This is a SRVRA hub. Replicas connect to it over WebSocket.')
})

test.each([
  ['nothing at all', ''],
  ['half a header', 'GET / HTTP/1.1\r\nHost: local'],
  ['a body that never comes', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx'],
])('P-23 a peer who sends %s and waits is not waited for', async (_what, bytes) => {
  const server = createHttpServer(undefined, { headersMs: 50, requestMs: 100, checkMs: 10 })
  const peer = new RawSocket(await opened(server))
  peer.send(bytes)
  await until(() => peer.closed)
  expect([408, 426]).toContain(peer.status)
})

test('P-23 a hub waits ten seconds for headers and thirty for a request, and has ten thousand connections at most', () => {
  expect(createHttpServer(undefined)).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000, maxConnections: 10_000 })
})

test('P-23 headers of more than 16 KiB are refused', async () => {
  const { port } = await hub()
  expect(await asked(port, 'localhost', { 'X-Much': 'x'.repeat(17 * 1024) })).toBe(431)
})

test('P-23 a request with two lengths is refused', async () => {
  const { port } = await hub()
  const bytes = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
  expect(await new RawSocket(port).ask(bytes)).toBe(400)
})
