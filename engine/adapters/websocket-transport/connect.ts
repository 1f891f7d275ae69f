import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import { assertCertificatesChecked } from '../certificate-checks.ts'
import type { Transport } from '../../ports/transport.ts'
import { SocketConnection } from './socket-connection.ts'

/** What a client may need to trust a hub with a certificate of its own. */
export interface WebSocketTransportOptions {
  /** PEM texts of authorities to trust beside the system's. */
  readonly ca?: string
}

/** Connects over WebSocket. Compression is the protocol's own affair, which knows what is worth it. Throws E_TLS_UNCHECKED. */
export function webSocketTransport({ ca }: WebSocketTransportOptions = {}): Transport {
  assertCertificatesChecked(process.env)
  return {
    connect: (url, { timeoutMs }, open, failed) => {
      const options: ClientOptions = {
        handshakeTimeout: timeoutMs,
        maxPayload: DEFAULT_PROTOCOL_LIMITS.frameBytes,
        maxFragments: 64,
        perMessageDeflate: false,
        followRedirects: false,
        ...(ca === undefined ? {} : { ca }),
      }
      let over = false
      const fail = (reason: string): void => {
        if (over) return
        over = true
        failed({ code: 1006, reason })
      }
      let socket: WebSocket
      try {
        socket = new WebSocket(url, options)
      } catch (error) {
        // An address that is none: told in the next turn, as every other failure is.
        setImmediate(() => fail(messageOf(error)))
        return () => {
          over = true
        }
      }
      socket.once('open', () => {
        if (over) return socket.terminate()
        over = true
        const connection = new SocketConnection(socket, url)
        connection.follow(open(connection))
      })
      socket.on('error', (error) => fail(messageOf(error)))
      socket.on('close', () => fail('the connection was refused'))
      return () => {
        if (over) return
        over = true
        socket.terminate()
      }
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
