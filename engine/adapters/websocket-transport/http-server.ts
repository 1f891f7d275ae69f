import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { SrvraError } from '../../core/errors.ts'
import type { WebSocketListenOptions } from './listen-options.ts'

/** How long a peer may take to say what he wants: connections cost him little and the hub a descriptor each (P-23). */
export interface HttpPatience {
  readonly headersMs: number
  readonly requestMs: number
  readonly checkMs: number
}

const PATIENCE: HttpPatience = { headersMs: 10_000, requestMs: 30_000, checkMs: 5000 }
const MAX_CONNECTIONS = 10_000
const MAX_HEADER_BYTES = 16 * 1024

/** The HTTP server below the WebSockets; all that it says itself is that there is nothing else here. Throws E_TLS_INVALID. */
export function createHttpServer(tls: WebSocketListenOptions['tls'], patience: HttpPatience = PATIENCE): Server {
  const limits = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  }
  const server = tls ? createSecureServer(tls, { ...limits, handshakeTimeout: patience.headersMs }) : createServer(limits)
  server.maxConnections = MAX_CONNECTIONS
  server.on('request', (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', upgrade: 'websocket', connection: 'close' })
    response.end('This is a SRVRA hub. Replicas connect to it over WebSocket.\n')
  })
  return server
}

function createSecureServer(tls: { readonly key: string; readonly cert: string }, options: object): Server {
  try {
    return createTlsServer({ ...tls, ...options, minVersion: 'TLSv1.2' })
  } catch (cause) {
    const message = `The key and the certificate are no pair of PEM texts that TLS can use: ${String(cause)}.`
    throw new SrvraError('E_TLS_INVALID', message, {}, { cause })
  }
}
