import { randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { APP_ORIGIN, APP_SCHEME } from '../shared/channels.ts'
import { contentPolicy } from './security/content-policy.ts'

const NONCE_PLACEHOLDER = '%CSP_NONCE%'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Must run before the app is ready: a standard, secure scheme gives the page a real origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } }])
}

/**
 * Serves the page's files. The folder is listed once, and only a path that is on the list is ever opened: no spelling
 * of `..` can name anything else.
 */
export async function serveApp(session: Session, folder: string): Promise<void> {
  const files = await listFiles(folder)
  session.protocol.handle(APP_SCHEME, (request) => answer(files, request))
}

async function answer(files: ReadonlyMap<string, string>, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname === '/' ? '/index.html' : url.pathname
  const file = url.origin === APP_ORIGIN || url.host === new URL(APP_ORIGIN).host ? files.get(path) : undefined
  if (request.method !== 'GET' || file === undefined) return new Response('Not found', { status: 404 })
  const nonce = randomBytes(16).toString('base64')
  const body = await readFile(file)
  return new Response(path === '/index.html' ? withNonce(body, nonce) : new Uint8Array(body), {
    headers: {
      'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  })
}

function withNonce(page: Buffer, nonce: string): string {
  return page.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]))
}
