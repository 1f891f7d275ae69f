import type { ClientStatus, ClientView } from '../../sync/hub/client-view.ts'
import type { ClientFilter, ClientOrder, ClientSort } from '../commands.ts'

/** Ids that are listed; whoever has more clients narrows the list. */
const MOST_LISTED = 10_000

/** `shop-2` comes before `shop-10`. */
const byText = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const statusRank: Readonly<Record<ClientStatus, number>> = { live: 0, 'catching-up': 1, draining: 2, offline: 3 }

type Comparison = (a: ClientView, b: ClientView) => number

const byNumber =
  (figure: (client: ClientView) => number): Comparison =>
  (a, b) =>
    figure(a) - figure(b)

const comparisons: Readonly<Record<ClientSort, Comparison>> = {
  name: (a, b) => byText.compare(a.name, b.name),
  identity: (a, b) => byText.compare(a.identity, b.identity),
  status: byNumber(({ status }) => statusRank[status]),
  lag: byNumber(({ lag }) => lag),
  queue: byNumber(({ queuedBytes }) => queuedBytes),
  pending: byNumber(pendingOf),
  saved: byNumber(({ sent }) => sent.bytesSaved),
  seen: byNumber(({ lastSeenAt }) => lastSeenAt),
}

/** The clients that match, in order; equal ones by name, then by id, so that the same clients have the same order. // V-131 */
export function orderClients(
  clients: readonly ClientView[],
  { text, status, sort, descending }: ClientFilter & { readonly sort: ClientSort; readonly descending: boolean },
): ClientOrder {
  const wanted = text?.trim().toLowerCase() ?? ''
  const matching = clients.filter((client) => hasStatus(client, status) && (wanted === '' || hasText(client, wanted)))
  const compare = comparisons[sort]
  const sign = descending ? -1 : 1
  matching.sort((a, b) => sign * compare(a, b) || byText.compare(a.name, b.name) || (a.replica < b.replica ? -1 : 1))
  return { replicas: matching.slice(0, MOST_LISTED).map(({ replica }) => replica), matches: matching.length }
}

/** All operations that wait at a client. */
export function pendingOf({ pending }: ClientView): number {
  return pending.critical + pending.high + pending.normal + pending.low
}

/** True when an operator should look at a client. */
export function hasTrouble({ deadLetters, lastError }: ClientView): boolean {
  return deadLetters > 0 || lastError !== undefined
}

function hasStatus(client: ClientView, status: ClientFilter['status']): boolean {
  if (status === undefined) return true
  return status === 'trouble' ? hasTrouble(client) : client.status === status
}

function hasText({ name, replica, identity, address }: ClientView, wanted: string): boolean {
  return [name, replica, identity, address].some((text) => text.toLowerCase().includes(wanted))
}
