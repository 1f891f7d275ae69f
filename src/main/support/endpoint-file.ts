import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { emailReceiver } from '../../../engine/adapters/support-receivers/email-receiver.ts'
import { webhookReceiver } from '../../../engine/adapters/support-receivers/webhook-receiver.ts'
import type { SupportEndpoint, SupportEndpointView } from '../../../engine/admin/commands.ts'
import type { SupportControl } from '../../../engine/admin/support/support-control.ts'
import type { SupportReceiver } from '../../../engine/ports/support-receiver.ts'
import type { Support } from '../../../engine/support/support.ts'
import { writePrivately } from '../hub/hub-tokens.ts'

const text = z.string().min(1)
export const endpointSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: text, secret: text, allowPrivate: z.boolean() }),
  z.strictObject({
    kind: z.literal('email'),
    host: text,
    port: z.int(),
    secure: z.boolean(),
    user: z.string().exactOptional(),
    password: z.string().exactOptional(),
    from: text,
    to: z.array(text),
  }),
])

/**
 * Where tickets go, kept in `support.json` of the data folder, which only this user can read. A file that is damaged is put
 * aside and told of: tickets wait until somebody says again where they go. // V-231
 */
export function supportEndpoint(dataDir: string, support: Support, report: (error: unknown) => void): SupportControl['endpoint'] {
  const file = join(dataDir, 'support.json')
  let current: SupportEndpointView | null = null
  const use = (endpoint: SupportEndpoint | null): void => {
    const receiver = endpoint === null ? undefined : receiverOf(endpoint)
    if (endpoint !== null) hideSecrets(endpoint, support)
    support.deliverBy(receiver)
    current = endpoint === null || receiver === undefined ? null : { kind: endpoint.kind, name: receiver.name }
  }
  try {
    const kept = readEndpoint(file)
    if (kept) use(kept)
  } catch (error) {
    renameSync(file, `${file}.damaged`)
    report(new Error('Where tickets go could not be read from support.json: it was put aside.', { cause: error }))
  }
  return {
    get: () => current,
    set: (endpoint) => {
      // Refused before it is kept.
      use(endpoint)
      if (endpoint === null) rmSync(file, { force: true })
      else writePrivately(file, JSON.stringify(endpoint))
      return current
    },
  }
}

function readEndpoint(file: string): SupportEndpoint | undefined {
  let kept: string
  try {
    kept = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return endpointSchema.parse(JSON.parse(kept))
}

function receiverOf(endpoint: SupportEndpoint): SupportReceiver {
  if (endpoint.kind === 'webhook') return webhookReceiver(endpoint)
  const { host, port, secure, user, password, from, to } = endpoint
  const auth = user !== undefined && password !== undefined ? { auth: { user, pass: password } } : {}
  return emailReceiver({ host, port, secure, from, to, ...auth })
}

function hideSecrets(endpoint: SupportEndpoint, support: Support): void {
  const secret = endpoint.kind === 'webhook' ? endpoint.secret : endpoint.password
  if (secret !== undefined) support.hide(secret)
}
