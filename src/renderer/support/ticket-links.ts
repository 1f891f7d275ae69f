import type { RouteLocationRaw } from 'vue-router'

import type { TicketLink } from '../../shared/contract.ts'

const kinds: readonly TicketLink['kind'][] = ['alert', 'conflict', 'replica', 'document', 'audit']

export const linkWords: Readonly<Record<TicketLink['kind'], string>> = {
  alert: 'Alert',
  conflict: 'Conflict',
  replica: 'Client',
  document: 'Document',
  audit: 'Audit entry',
}

/** Where a new ticket about something begins: any view leads there, and so does the address `#/support/new?link=alert:ID`. */
export function newTicketRoute(link?: TicketLink): RouteLocationRaw {
  return { name: 'support', query: { new: '1', ...(link ? { link: linkText(link) } : {}) } }
}

/** `conflict:ID`, as it stands in an address. */
export function linkText({ kind, id }: TicketLink): string {
  return `${kind}:${id}`
}

/** Undefined for a text that is no link. */
export function parseLink(text: string): TicketLink | undefined {
  const at = text.indexOf(':')
  const kind = kinds.find((known) => known === text.slice(0, at))
  const id = text.slice(at + 1)
  return kind === undefined || id === '' ? undefined : { kind, id }
}

/** Where a link leads: the thing itself in its view. Undefined where there is no view for it. // V-237 */
export function linkTarget({ kind, id }: TicketLink): RouteLocationRaw | undefined {
  if (kind === 'conflict') return { name: 'conflicts', query: { conflict: id } }
  if (kind === 'replica') return { name: 'clients', query: { client: id } }
  if (kind === 'document') return { name: 'state', query: { key: id } }
  if (kind === 'alert') return { path: '/alerts', query: { alert: id } }
  return undefined
}
