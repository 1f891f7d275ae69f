import { createTransport } from 'nodemailer'
import { SrvraError } from '../../core/errors.ts'

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

/** A message as plain text. */
export interface Mail {
  /** The same whenever it is sent again. */
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[]
}

const DEFAULT_TIMEOUT_MS = 20_000
/** What an SMTP server says when it will never take a message. */
const FOR_GOOD = 500

/**
 * Sends by SMTP to the same people. Throws E_OPTION when there is nobody to send to; a sending rejects with E_NOTIFY,
 * whose `again` is false where another attempt is no use.
 */
export function mailer(options: EmailOptions): (mail: Mail) => Promise<void> {
  const { host, port, secure = false, insecure = false, auth, from, to, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  if (to.length === 0) throw new SrvraError('E_OPTION', 'E-mail needs somebody to send to.', { path: 'to' })
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
  return async ({ id, subject, text, attachments = [] }) => {
    const files = attachments.map(({ name, type, bytes }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(bytes),
      contentDisposition: 'attachment' as const,
    }))
    try {
      await transport.sendMail({ from, to: [...to], subject, text, messageId: `<${id}@srvra>`, attachments: files })
    } catch (cause) {
      throw failure(host, cause)
    }
  }
}

function failure(host: string, cause: unknown): SrvraError {
  const { message, responseCode } = cause as { readonly message: string; readonly responseCode?: number }
  const again = responseCode === undefined || responseCode < FOR_GOOD
  return new SrvraError('E_NOTIFY', `${host} did not take a message (${message}).`, { host, again }, { cause })
}
