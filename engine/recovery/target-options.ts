import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import type { TargetOptions } from '../ports/target-options.ts'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u
/** Names that resolve everywhere: without upper case and underscores, which some servers would take. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u
const PREFIX = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/u
const LONGEST_TIMEOUT_MS = 3_600_000

const credentials = z.strictObject({
  accessKeyId: z.string().min(1).max(200),
  secretAccessKey: z.string().min(1).max(500),
  sessionToken: z.string().min(1).max(10_000).exactOptional(),
})

const s3 = z
  .strictObject({
    bucket: z.string().regex(BUCKET, 'expected 3 to 63 small letters, digits, dots and hyphens'),
    prefix: z
      .string()
      .max(500)
      .regex(PREFIX, 'expected names joined by /, without one at either end')
      .refine((text) => !text.split('/').some((part) => part === '.' || part === '..'), 'expected no . or .. in it')
      .exactOptional(),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,50}$/u, 'expected small letters, digits and hyphens')
      .exactOptional(),
    endpoint: z.string().max(500).refine(isEndpoint, 'expected https://HOST[:PORT]').exactOptional(),
    pathStyle: z.boolean().exactOptional(),
    credentials: credentials.exactOptional(),
    checksums: z.boolean().exactOptional(),
    insecure: z.boolean().exactOptional(),
    timeoutMs: z.number().int().min(1000).max(LONGEST_TIMEOUT_MS).exactOptional(),
  })
  .refine(({ endpoint, insecure = false }) => endpoint === undefined || insecure || isSafe(new URL(endpoint)), {
    path: ['endpoint'],
    message: 'expected https, or `insecure` for plain http to another machine',
    when: ({ issues }) => issues.length === 0,
  })

const folder = z
  .string()
  .min(1)
  .max(4000)
  .refine((text) => !text.includes('\0') && isAbsolute(text), 'expected an absolute path')
  .overwrite((text) => resolve(text))

/** Throws E_OPTION with the path of what is wrong, which never has a secret in it. */
export function parseTargetOptions(options: unknown): TargetOptions {
  // Which of the two is meant shows in the names; then its own refusal is told, not that of the other.
  const named = typeof options === 'object' && options !== null && 's3' in options ? { s3 } : { folder }
  const parsed = z.strictObject(named).safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  const message = `No backups can be kept there: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'not as documented'}.`
  throw new SrvraError('E_OPTION', message, { path })
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, pathname, search, hash } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${search}${hash}` === '' && pathname === '/'
}

/** Objects are sealed, but session tokens and names travel as they are. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || LOOPBACK.test(hostname)
}
