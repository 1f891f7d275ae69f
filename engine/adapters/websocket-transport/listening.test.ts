import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Closing, Connection } from '../../ports/transport.ts'
import { makeCertificate } from '../../testing/make-certificate.ts'
import { OPCODE, RawSocket, upgradeRequest } from '../../testing/raw-socket.ts'
import { until } from '../../testing/until.ts'
import { listenWebSocket, webSocketTransport } from './index.ts'

const deaf = { onMessage: () => undefined, onDrain: () => undefined, onClose: () => undefined }
const CAP = 4 * 2 ** 20

test('P-24 a reader who takes nothing is cut off with 1013 once four MiB wait for him, and costs no more than that', async () => {
  const connections: Connection[] = []
  const listener = await listenWebSocket({ port: 0 }, (connection) => {
    connections.push(connection)
    return deaf
  })
  onTestFinished(() => listener.close())
  const reader = new RawSocket(listener.port)
  await reader.upgrade()
  reader.socket.pause()
  const [connection] = connections
  const message = 'x'.repeat(256 * 1024)
  // Far more than the systems between hold.
  for (let sent = 0; sent < 400; sent++) connection?.send(message)
  expect(connection?.bufferedBytes).toBeGreaterThan(CAP)
  expect(connection?.bufferedBytes).toBeLessThan(CAP + 2 * message.length)
  reader.socket.resume()
  expect(await reader.closing()).toBe(1013)
  expect(
    reader.frames.filter(({ opcode }) => opcode === OPCODE.text).every(({ payload }) => payload.length === message.length),
  ).toBe(true)
})

test('P-24 a reason that is longer than WebSocket has room for is cut at a whole character', async () => {
  const connections: Connection[] = []
  const listener = await listenWebSocket({ port: 0 }, (connection) => {
    connections.push(connection)
    return deaf
  })
  onTestFinished(() => listener.close())
  const peer = new RawSocket(listener.port)
  await peer.upgrade()
  connections[0]?.close(4400, `x${'ß'.repeat(200)}`)
  expect(await peer.closing()).toBe(4400)
  const reason = peer.frames.find(({ opcode }) => opcode === OPCODE.close)?.payload.toString('utf8', 2)
  expect(reason).toBe(`x${'ß'.repeat(61)}`)
})

test('P-25 a port that is in use, and one that is none, are refused with the port', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  await expect(listenWebSocket({ port }, () => deaf)).rejects.toMatchObject({ code: 'E_PORT_IN_USE', details: { port } })
  await expect(listenWebSocket({ port: 70_000 }, () => deaf)).rejects.toMatchObject({
    code: 'E_LISTEN',
    details: { port: 70_000 },
  })
})

test.each(['0.0.0.0', '::', '192.0.2.1', 'hub.example'])(
  'P-25 a hub does not listen on %s without TLS unless it is told to',
  async (host) => {
    await expect(listenWebSocket({ port: 0, host }, () => deaf)).rejects.toMatchObject({
      code: 'E_TLS_REQUIRED',
      details: { host },
    })
  },
)

test('P-25 keys that are none are refused', async () => {
  const tls = { key: 'none', cert: 'none' }
  await expect(listenWebSocket({ port: 0, tls }, () => deaf)).rejects.toMatchObject({ code: 'E_TLS_INVALID' })
})

test('P-25 with TLS a hub is reached over wss, by those who trust its certificate and by nobody else', async () => {
  const tls = makeCertificate()
  if (!tls) return
  const listener = await listenWebSocket({ port: 0, tls }, () => deaf)
  onTestFinished(() => listener.close())
  expect(listener.url).toBe(`wss://127.0.0.1:${listener.port}`)
  const attempt = (transport: ReturnType<typeof webSocketTransport>, url: string): Promise<string | Closing> =>
    new Promise((resolve) => {
      transport.connect(
        url,
        { timeoutMs: 5000 },
        () => {
          resolve('open')
          return deaf
        },
        resolve,
      )
    })
  expect(await attempt(webSocketTransport({ ca: tls.cert }), listener.url)).toBe('open')
  expect(await attempt(webSocketTransport(), listener.url)).toMatchObject({ code: 1006 })
  expect(await attempt(webSocketTransport({ ca: tls.cert }), listener.url.replace('wss', 'ws'))).toMatchObject({ code: 1006 })
})

test('P-26 a hub that stops listening ends all connections, those that do not answer, too, and frees its port', async () => {
  const closings: Closing[] = []
  const listener = await listenWebSocket({ port: 0 }, () => ({ ...deaf, onClose: (closing) => void closings.push(closing) }))
  const open = new RawSocket(listener.port)
  await open.upgrade()
  const refused = new RawSocket(listener.port)
  expect(await refused.ask(upgradeRequest('evil.example'))).toBe(403)
  const unfinished = new RawSocket(listener.port)
  unfinished.send('GET / HT')
  await until(() => !unfinished.socket.connecting)
  await listener.close()
  expect(open.closeCode).toBe(1001)
  await until(() => unfinished.closed && refused.closed && closings.length === 1)
  const again = await listenWebSocket({ port: listener.port }, () => deaf)
  await again.close()
})
