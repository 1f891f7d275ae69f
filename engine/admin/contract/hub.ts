import type { Report } from '../../core/protocol/frames.ts'
import type { ClientStatus, ClientView, ListenState } from '../../sync/hub/client-view.ts'

export type { ClientStatus, ClientView, ListenState } from '../../sync/hub/client-view.ts'
export type { DeadlineCounts, LaneCounts, OperationSummary, Report } from '../../core/protocol/frames.ts'

/** A client as a list shows it. Its patterns may be thousands: the list counts them. */
export interface ClientRow extends Omit<ClientView, 'patterns'> {
  readonly patternCount: number
  /** One of the demo's replicas: it can be plugged out and in. */
  readonly demo: boolean
}

/** What a list of clients can be ordered by; live figures as they are at that moment. */
export type ClientSort = 'name' | 'identity' | 'status' | 'lag' | 'queue' | 'pending' | 'saved' | 'seen'

/** Which clients a list shows; everything absent: all. */
export interface ClientFilter {
  /** Part of a name, id, identity or address, in any case. */
  readonly text?: string
  /** `trouble`: with an error or with dead letters. */
  readonly status?: ClientStatus | 'trouble'
}

/** The ids of clients in order: a list that stands still while the clients' figures move. */
export interface ClientOrder {
  readonly replicas: readonly string[]
  /** How many match, also beyond those that are listed. */
  readonly matches: number
}

/** All clients of a hub in a few figures. */
export interface ClientSummary {
  readonly known: number
  readonly byStatus: Readonly<Record<ClientStatus, number>>
  readonly trouble: number
  /** Operations that wait at the clients, as they said last. */
  readonly pending: number
  readonly deadLetters: number
  /** Changes that the connected client which is furthest behind has yet to apply. */
  readonly lag: number
  readonly queuedBytes: number
  readonly openConflicts: number
  /** Since the hub was opened. `bytesSaved`: what deltas and compression left out. */
  readonly bytesSent: number
  readonly bytesSaved: number
  /** Operations and changes of all clients in each second of the last minute, oldest first. */
  readonly throughput: readonly number[]
}

/** Whole figures of one client; `report` is its own word, absent while it is away. */
export interface ClientInspection {
  readonly client: ClientRow
  /** What it subscribes to; of very many, the first. */
  readonly patterns: readonly string[]
  readonly report?: Report
}

/** What came of an act on several clients. */
export interface ClientsActed {
  readonly acted: number
  /** Names of those that could not be acted on any more: they had come or gone meanwhile. */
  readonly missed: readonly string[]
}

/** What an app needs to connect; null where there is none. */
export interface HubConnection {
  readonly url: string | null
  readonly token: string | null
}

export interface HubCommands {
  'clients.summary': (query: Record<string, never>) => ClientSummary
  'clients.list': (query: ClientFilter & { readonly sort: ClientSort; readonly descending: boolean }) => ClientOrder
  /** Null where a client was forgotten. */
  'clients.rows': (query: { readonly replicas: readonly string[] }) => readonly (ClientRow | null)[]
  /** Asks the client itself for what it holds. Throws E_CLIENT_UNKNOWN. */
  'clients.inspect': (query: { readonly replica: string }) => ClientInspection
  /** Ends connections; the clients come back by themselves after a pause, and lose nothing. */
  'clients.disconnect': (query: { readonly replicas: readonly string[] }) => ClientsActed
  /** Asks clients to finish what is under way and to go to another node. */
  'clients.drain': (query: { readonly replicas: readonly string[] }) => ClientsActed
  /** Takes clients that are away off the list. One that comes back is listed anew. */
  'clients.forget': (query: { readonly replicas: readonly string[] }) => ClientsActed
  'hub.state': (query: Record<string, never>) => ListenState
  /** Never throws for a port that can not be had: the state says why. */
  'hub.listen': (where: { readonly port: number; readonly host?: string }) => ListenState
  'hub.stop': (query: Record<string, never>) => ListenState
  'hub.connection': (query: Record<string, never>) => HubConnection
}

export interface HubEvents {
  /** At most four times a second, while anything about clients moves. */
  clients: ClientSummary
  hub: ListenState
}
