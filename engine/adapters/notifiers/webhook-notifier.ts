import type { Notifier } from '../../ports/notifier.ts'
import { signedPost } from '../outgoing/signed-post.ts'
import type { WebhookOptions } from '../outgoing/signed-post.ts'

/** Posts notifications as signed JSON; see signedPost. Throws E_OPTION for a URL or a secret that will not do. */
export function webhookNotifier(options: WebhookOptions, now: () => number = Date.now): Notifier {
  const post = signedPost(options, now)
  return { name: `webhook ${new URL(options.url).host}`, notify: (notification) => post(JSON.stringify(notification)) }
}
