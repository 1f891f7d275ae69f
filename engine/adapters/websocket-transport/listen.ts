import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { SrvraError } from '../../core/errors.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import type { Accept, Listener } from '../../ports/transport.ts'
import { NewcomerLimit } from './newcomer-limit.ts'
import { refusalOf } from './request-check.ts'
import { SocketConnection } from './socket-connection.ts'

/** Where a hub listens. */
export interface WebSocketListenOptions {
  /** 0: any that is free. */
  readonly port: number
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string
  /** PEM texts. Off this machine a hub listens with TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Listen off this machine without TLS all the same: somebody else sees to it, such as a proxy. */
  readonly insecure?: boolean
  /** Origins of web pages that may connect. Default: none; programs that are no browsers send none. */
  readonly origins?: readonly string[]
  /** Names by which clients may address this hub beside its own; `*` for any. */
  readonly hosts?: readonly string[]
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
const MAX_CONNECTIONS = 10_000
const MAX_HEADER_BYTES = 16 * 1024
const SILENT_PER_ADDRESS = 20
const TOO_MANY = { status: 429, reason: 'Too Many Requests' }
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * Listens for replicas over WebSocket. Throws E_TLS_REQUIRED, E_PORT_IN_USE, E_PORT_FORBIDDEN and E_LISTEN, each with the
 * `host` and `port`.
 */
export async function listenWebSocket(options: WebSocketListenOptions, accept: Accept): Promise<Listener> {
  const { port, host = '127.0.0.1', tls, insecure = false } = options
  if (!tls && !insecure && !LOOPBACK.has(host)) {
    const message = `A hub that others can reach listens with TLS: give it a key and a certificate, or say that it may be insecure because something else protects it.`
    throw new SrvraError('E_TLS_REQUIRED', message, { host, port })
  }
  const server = createHttpServer(tls)
  const sockets = serveWebSockets(server, options, accept)
  await listening(server, host, port)
  const { port: actual } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `${tls ? 'wss' : 'ws'}://${name}:${actual}`,
    port: actual,
    close: () => closed(server, sockets),
  }
}

function createHttpServer(tls: WebSocketListenOptions['tls']): Server {
  const limits = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: 5000,
  }
  const server = tls ? createTlsServer({ ...tls, ...limits, minVersion: 'TLSv1.2' }) : createServer(limits)
  server.maxConnections = MAX_CONNECTIONS
  server.on('request', (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', upgrade: 'websocket', connection: 'close' })
    response.end('This is a SRVRA hub. Replicas connect to it over WebSocket.\n')
  })
  return server
}

function serveWebSockets(server: Server, options: WebSocketListenOptions, accept: Accept): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: DEFAULT_PROTOCOL_LIMITS.frameBytes,
    maxFragments: 64,
    maxBufferedChunks: 1024,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const newcomers = new NewcomerLimit(SILENT_PER_ADDRESS)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A socket that breaks before it is a WebSocket is nobody's loss.
    socket.on('error', () => undefined)
    const address = request.socket.remoteAddress ?? ''
    const forbidden = refusalOf(request, options)
    const spoke = forbidden ? undefined : newcomers.enter(address)
    if (!spoke) {
      const refusal = forbidden ?? TOO_MANY
      socket.end(`HTTP/1.1 ${refusal.status} ${refusal.reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new SocketConnection(webSocket, `${address}:${request.socket.remotePort ?? 0}`)
      webSocket.once('message', spoke).once('close', spoke)
      connection.follow(accept(connection))
    })
  })
  return sockets
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen(port, host, () => resolve())
  })
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): SrvraError {
  const details = { host, port }
  if (cause.code === 'EADDRINUSE')
    return new SrvraError(
      'E_PORT_IN_USE',
      `Another program listens on port ${port} already: end it, or choose another port.`,
      details,
      { cause },
    )
  if (cause.code === 'EACCES')
    return new SrvraError('E_PORT_FORBIDDEN', `This user may not listen on port ${port}; choose one above 1023.`, details, {
      cause,
    })
  return new SrvraError('E_LISTEN', `The hub can not listen on ${host}, port ${port}: ${cause.message}.`, details, { cause })
}

async function closed(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'the hub is closing')
  const gone = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
  }, 500)
  await gone
  clearTimeout(timer)
}
