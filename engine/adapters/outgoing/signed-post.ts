import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { SrvraError } from '../../core/errors.ts'
import { isPublicAddress, lookupPublic, refused } from './public-address.ts'

export interface WebhookOptions {
  /** https, or http where private addresses are allowed. */
  readonly url: string
  /** What the receiver checks the signature with: 16 characters at least. */
  readonly secret: string
  /** Whether it may be in a private network or on this machine. */
  readonly allowPrivate?: boolean
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 10_000
const LEAST_SECRET = 16

/**
 * Posts JSON texts to one place. `Srvra-Signature` is `t=SECONDS,v1=HEX`: the HMAC-SHA256 of `SECONDS.BODY`, so that the
 * receiver can tell who wrote it and when. Follows no redirects. Throws E_OPTION for a URL or a secret that will not do;
 * a post rejects with E_NOTIFY, whose `again` is false where another attempt is no use.
 */
export function signedPost(options: WebhookOptions, now: () => number): (body: string) => Promise<void> {
  const url = checkedUrl(options)
  if (options.secret.length < LEAST_SECRET)
    throw new SrvraError('E_OPTION', `A webhook's secret has ${LEAST_SECRET} characters at least.`, { path: 'secret' })
  return (body) => {
    const seconds = Math.floor(now() / 1000)
    return post(url, body, options, {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      'Srvra-Signature': `t=${seconds},v1=${signatureOf(options.secret, seconds, body)}`,
    })
  }
}

function signatureOf(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}

function checkedUrl({ url: text, allowPrivate = false }: WebhookOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  // They would be told to whoever may see where it goes.
  if (url && (url.username !== '' || url.password !== ''))
    throw new SrvraError('E_OPTION', "A webhook's URL holds no user and no password; its secret signs what is posted.", {
      path: 'url',
    })
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && allowPrivate)) return url
  throw new SrvraError('E_OPTION', 'A webhook needs an https URL, or an http one with allowPrivate.', { path: 'url' })
}

async function post(url: URL, body: string, options: WebhookOptions, headers: Record<string, string>): Promise<void> {
  const { allowPrivate = false, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // An address as it stands is not looked up.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(url.hostname, host)
  const status = await new Promise<number>((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const signal = AbortSignal.timeout(timeoutMs)
    const request = send(url, { method: 'POST', headers, signal, agent: false, ...(allowPrivate ? {} : { lookup: lookupPublic }) })
    request.once('response', (response) => {
      // Nobody reads what the receiver says: only whether it took it.
      response.destroy()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', (cause) => reject(failure(url, cause)))
    request.end(body)
  })
  if (status >= 200 && status < 300) return
  const again = status >= 500 || status === 429 || status === 408
  throw new SrvraError('E_NOTIFY', `${url.host} answered ${status}.`, { host: url.host, status, again })
}

function failure(url: URL, cause: Error): SrvraError {
  if (cause instanceof SrvraError) return cause
  return new SrvraError(
    'E_NOTIFY',
    `${url.host} could not be reached (${cause.message}).`,
    { host: url.host, again: true },
    { cause },
  )
}
