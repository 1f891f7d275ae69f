import { createTransport } from 'nodemailer'
import { SrvraError } from '../../core/errors.ts'
import type { AlertNotification, Notifier } from '../../ports/notifier.ts'

export interface EmailOptions {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (port 465); otherwise STARTTLS is demanded, unless `insecure`. */
  readonly secure?: boolean
  /** Sends in the clear: for a server on this machine. */
  readonly insecure?: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  readonly from: string
  readonly to: readonly string[]
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 20_000
const WORDS = { fired: 'Alert', resolved: 'Resolved', test: 'Test' } as const
/** What an SMTP server says when it will never take a message. */
const FOR_GOOD = 500

/** Sends notifications by SMTP, as plain text. Throws E_OPTION when there is nobody to send to. */
export function emailNotifier(options: EmailOptions): Notifier {
  const { host, port, secure = false, insecure = false, auth, from, to, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  if (to.length === 0) throw new SrvraError('E_OPTION', 'An e-mail notifier needs somebody to send to.', { path: 'to' })
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !insecure,
    ignoreTLS: insecure,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(auth ? { auth: { ...auth } } : {}),
    // A message is text of ours: no part of it may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    notify: async (notification) => {
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: `[${notification.rule.severity}] ${WORDS[notification.what]}: ${notification.rule.title}`,
          text: textOf(notification),
          messageId: `<${notification.id}@srvra>`,
        })
      } catch (cause) {
        throw failure(host, cause)
      }
    },
  }
}

function textOf({ what, at, value, rule }: AlertNotification): string {
  const lines = [
    `${WORDS[what]}: ${rule.title}.`,
    '',
    `Rule: ${rule.id} (${rule.severity})`,
    `Time: ${new Date(at).toISOString()}`,
    ...(value === undefined ? [] : [`Value: ${value}`]),
    ...Object.entries(rule.labels ?? {}).map(([name, label]) => `${name}: ${label}`),
  ]
  return `${lines.join('\n')}\n`
}

function failure(host: string, cause: unknown): SrvraError {
  const { message, responseCode } = cause as { readonly message: string; readonly responseCode?: number }
  const again = responseCode === undefined || responseCode < FOR_GOOD
  return new SrvraError('E_NOTIFY', `${host} did not take a message about an alert (${message}).`, { host, again }, { cause })
}
