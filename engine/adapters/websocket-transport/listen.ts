import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { WebSocketServer } from 'ws'
import { SrvraError } from '../../core/errors.ts'
import { CLOSING } from '../../core/protocol/closing.ts'
import type { Accept, Listener } from '../../ports/transport.ts'
import { createHttpServer } from './http-server.ts'
import type { WebSocketListenOptions } from './listen-options.ts'
import { serveWebSockets } from './serve-web-sockets.ts'

const CLOSE_TIMEOUT_MS = 500
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * Listens for replicas over WebSocket. Throws E_TLS_REQUIRED, E_PORT_IN_USE, E_PORT_FORBIDDEN and E_LISTEN, each with the
 * `host` and `port`, and E_TLS_INVALID.
 */
export async function listenWebSocket(options: WebSocketListenOptions, accept: Accept): Promise<Listener> {
  const { port, host = '127.0.0.1', tls, insecure = false } = options
  if (!tls && !insecure && !LOOPBACK.has(host)) {
    const message = `A hub that others can reach listens with TLS: give it a key and a certificate, or say that it may be insecure because something else protects it.`
    throw new SrvraError('E_TLS_REQUIRED', message, { host, port })
  }
  const server = createHttpServer(tls)
  const open = openSocketsOf(server)
  const sockets = serveWebSockets(server, options, accept)
  await listening(server, host, port)
  const { port: actual } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `${tls ? 'wss' : 'ws'}://${name}:${actual}`,
    port: actual,
    close: () => closed(server, sockets, open),
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Later ones concern single connections that could not be taken, as when descriptors have run out: nobody hears them.
    server.on('error', (error) => reject(listenError(error, host, port)))
    try {
      server.listen(port, host, () => resolve())
    } catch (error) {
      reject(listenError(error as Error, host, port))
    }
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

/** All of them, also those that are in the middle of a handshake or were never heard of again. */
function openSocketsOf(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

async function closed(server: Server, sockets: WebSocketServer, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets.clients) socket.close(CLOSING.goingAway, 'the hub is closing')
  const gone = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const socket of open) socket.destroy()
  }, CLOSE_TIMEOUT_MS)
  await gone
  clearTimeout(timer)
}
