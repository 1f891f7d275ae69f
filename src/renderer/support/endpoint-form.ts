import type { SupportEndpoint } from '../../shared/contract.ts'

/** Where tickets go, as it is being typed. */
export interface EndpointForm {
  kind: 'webhook' | 'email'
  url: string
  secret: string
  allowPrivate: boolean
  host: string
  port: string
  secure: boolean
  user: string
  password: string
  from: string
  to: string
}

export const emptyEndpoint: Readonly<EndpointForm> = {
  kind: 'webhook',
  url: '',
  secret: '',
  allowPrivate: false,
  host: '',
  port: '587',
  secure: false,
  user: '',
  password: '',
  from: '',
  to: '',
}

/** Sentences by field. */
export type EndpointProblems = Readonly<Partial<Record<keyof EndpointForm, string>>>

const leastSecret = 16

/** What is wrong, by field; nothing: empty. The engine has the last word. */
export function endpointProblems(form: EndpointForm): EndpointProblems {
  return form.kind === 'webhook' ? webhookProblems(form) : emailProblems(form)
}

function webhookProblems({ url, secret, allowPrivate }: EndpointForm): EndpointProblems {
  const protocol = URL.canParse(url.trim()) ? new URL(url.trim()).protocol : ''
  const sound = protocol === 'https:' || (protocol === 'http:' && allowPrivate)
  return {
    ...(sound
      ? {}
      : { url: allowPrivate ? 'An address that begins with https:// or http://.' : 'An address that begins with https://.' }),
    ...(secret.length >= leastSecret ? {} : { secret: `${leastSecret} characters at least.` }),
  }
}

function emailProblems({ host, port, from, to }: EndpointForm): EndpointProblems {
  const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : 0
  const people = addresses(to)
  return {
    ...(host.trim() === '' ? { host: 'The name of the server.' } : {}),
    ...(number >= 1 && number <= 65_535 ? {} : { port: 'From 1 to 65,535.' }),
    ...(isAddress(from.trim()) ? {} : { from: 'An address such as ops@example.org.' }),
    ...(people.length > 0 && people.every(isAddress) ? {} : { to: 'Addresses such as help@example.org.' }),
  }
}

export function endpointOf(form: EndpointForm): SupportEndpoint {
  const { kind, url, secret, allowPrivate, host, port, secure, user, password, from, to } = form
  if (kind === 'webhook') return { kind, url: url.trim(), secret, allowPrivate }
  const auth = user === '' ? {} : { user, password }
  return { kind, host: host.trim(), port: Number(port), secure, from: from.trim(), to: addresses(to), ...auth }
}

function addresses(text: string): readonly string[] {
  return text
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
}

function isAddress(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+$/.test(text)
}
