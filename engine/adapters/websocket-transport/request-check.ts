import type { IncomingMessage } from 'node:http'
import type { WebSocketListenOptions } from './listen-options.ts'

/** Why a request is turned away. */
export interface Refusal {
  readonly status: number
  readonly reason: string
}

const FORBIDDEN: Refusal = { status: 403, reason: 'Forbidden' }
const OWN_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * P-21: a web page that somebody looks at must not reach a hub of his machine. A request that names an origin comes from
 * a page, and one that addresses the hub by a name that is not its own was led here by somebody else's name server.
 */
export function refusalOf(request: IncomingMessage, options: WebSocketListenOptions): Refusal | undefined {
  const { origin, host } = request.headers
  if (origin !== undefined && !options.origins?.includes(origin)) return FORBIDDEN
  const name = hostName(host ?? '')
  return isOwnName(name, options) || isOwnAddress(name, request) ? undefined : FORBIDDEN
}

/** No name server leads anybody to an address that is written out. */
function isOwnAddress(name: string, { socket }: IncomingMessage): boolean {
  const address = socket.localAddress?.replace(/^::ffff:/, '') ?? ''
  return address !== '' && (name === address || name === `[${address}]`)
}

function isOwnName(name: string, { host, hosts }: WebSocketListenOptions): boolean {
  if (OWN_NAMES.has(name) || name === host || name === `[${host ?? ''}]`) return true
  return hosts?.some((known) => known === '*' || known.toLowerCase() === name) ?? false
}

/** Without the port. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '')
}
