import type { SupportReceiver } from '../../ports/support-receiver.ts'
import { signedPost } from '../outgoing/signed-post.ts'
import type { WebhookOptions } from '../outgoing/signed-post.ts'

/** A ticket with its attachments takes longer than a line of text. */
const DEFAULT_TIMEOUT_MS = 60_000

/**
 * Posts tickets as signed JSON, `{ id, installation, ticket, attachments }`; each attachment has its head and its content
 * as `base64`. See signedPost. Throws E_OPTION for a URL or a secret that will not do.
 */
export function webhookReceiver(options: WebhookOptions, now: () => number = Date.now): SupportReceiver {
  const post = signedPost({ timeoutMs: DEFAULT_TIMEOUT_MS, ...options }, now)
  return {
    name: new URL(options.url).host,
    send: ({ id, installation, ticket: { attachments: heads, ...ticket }, contents }) => {
      const attachments = heads.map((head, index) => ({
        ...head,
        base64: Buffer.from(contents[index] ?? new Uint8Array()).toString('base64'),
      }))
      return post(JSON.stringify({ id, installation, ticket, attachments }))
    },
  }
}
