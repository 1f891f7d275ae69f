import type { AlertNotification, Notifier } from '../../ports/notifier.ts'
import { mailer } from '../outgoing/mailer.ts'
import type { EmailOptions } from '../outgoing/mailer.ts'

const WORDS = { fired: 'Alert', resolved: 'Resolved', test: 'Test' } as const

/** Sends notifications by SMTP, as plain text. Throws E_OPTION when there is nobody to send to. */
export function emailNotifier(options: EmailOptions): Notifier {
  const send = mailer(options)
  return {
    name: `e-mail by ${options.host}`,
    notify: (notification) => {
      const { id, what, rule } = notification
      return send({ id, subject: `[${rule.severity}] ${WORDS[what]}: ${rule.title}`, text: textOf(notification) })
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
