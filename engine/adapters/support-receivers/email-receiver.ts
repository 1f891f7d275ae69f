import type { SupportReceiver } from '../../ports/support-receiver.ts'
import { mailer } from '../outgoing/mailer.ts'
import type { EmailOptions } from '../outgoing/mailer.ts'

/** Sends tickets by SMTP, as text with attachments. Throws E_OPTION when there is nobody to send to. */
export function emailReceiver(options: EmailOptions): SupportReceiver {
  const send = mailer(options)
  return {
    name: options.host,
    send: ({ id, ticket, text, contents }) =>
      send({
        id,
        subject: `[${ticket.id}] [${ticket.priority}] ${ticket.title}`,
        text,
        attachments: ticket.attachments.map(({ name, type }, index) => ({
          name,
          type,
          bytes: contents[index] ?? new Uint8Array(),
        })),
      }),
  }
}
