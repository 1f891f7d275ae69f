import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import type { Accept } from '../../ports/transport.ts'
import type { WebSocketListenOptions } from './listen-options.ts'
import { NewcomerLimit } from './newcomer-limit.ts'
import { refusalOf } from './request-check.ts'
import type { Refusal } from './request-check.ts'
import { SocketConnection } from './socket-connection.ts'

/** Small fragments cost the hub far more than whom sends them. */
const MAX_FRAGMENTS = 64
const MAX_BUFFERED_CHUNKS = 1024
const SILENT_PER_ADDRESS = 20
const TOO_MANY: Refusal = { status: 429, reason: 'Too Many Requests' }

/** Turns requests that may become WebSockets into connections; the others are told why not, and are gone (P-21, P-22). */
export function serveWebSockets(
  server: Server,
  options: WebSocketListenOptions,
  accept: Accept,
  newcomers = new NewcomerLimit(SILENT_PER_ADDRESS),
): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: DEFAULT_PROTOCOL_LIMITS.frameBytes,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    perMessageDeflate: false,
    clientTracking: true,
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A socket that breaks before it is a WebSocket is nobody's loss.
    socket.on('error', () => undefined)
    const address = request.socket.remoteAddress ?? ''
    const forbidden = refusalOf(request, options)
    if (forbidden) return refuse(socket, forbidden)
    const spoke = newcomers.enter(address)
    if (!spoke) return refuse(socket, TOO_MANY)
    // Not only WebSockets go: a handshake that fails leaves a socket that never becomes one.
    socket.once('close', spoke)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new SocketConnection(webSocket, `${address}:${request.socket.remotePort ?? 0}`)
      webSocket.once('message', spoke)
      connection.follow(accept(connection))
    })
  })
  return sockets
}

/** The other end is not waited for: it could keep its half open for ever. */
function refuse(socket: Duplex, { status, reason }: Refusal): void {
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
