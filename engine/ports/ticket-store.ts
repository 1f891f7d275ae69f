import type { Priority } from '../core/log/change.ts'

export type TicketState = 'open' | 'waiting' | 'resolved' | 'closed'

/** What somebody does with a ticket as a whole. */
export type TicketAction = 'wait' | 'resume' | 'resolve' | 'close' | 'reopen'

export type TicketCategory = 'technical' | 'incident' | 'data' | 'security' | 'feature' | 'account'

/** What a ticket is about: an alert, conflict, replica, document or audit entry, by its id (a document by its key). */
export interface TicketLink {
  readonly kind: 'alert' | 'conflict' | 'replica' | 'document' | 'audit'
  readonly id: string
}

/** Who speaks: those who need help, or those who give it. */
export type TicketSide = 'requester' | 'support'

/** One thing that happened to a ticket. */
export type TicketEntry = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly by: string
} & (
  | { readonly what: 'comment'; readonly text: string; readonly from: TicketSide }
  | { readonly what: 'state'; readonly action: TicketAction; readonly state: TicketState }
  | { readonly what: 'priority'; readonly priority: Priority }
  | { readonly what: 'attachment'; readonly attachment: string; readonly name: string }
  | { readonly what: 'link'; readonly link: TicketLink }
)

/** A file at a ticket, without its content. */
export interface TicketAttachment {
  readonly id: string
  readonly name: string
  /** What its content is, as it was found to be and not as its name says. */
  readonly type: string
  readonly sizeBytes: number
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string
  readonly at: number
  readonly by: string
  /** A part of a diagnostics bundle, or a file of somebody's. */
  readonly origin: 'file' | 'diagnostics'
}

export interface Ticket {
  /** `T-1`, `T-2`, ...: counted in one store. */
  readonly id: string
  readonly number: number
  readonly title: string
  readonly description: string
  readonly category: TicketCategory
  readonly priority: Priority
  readonly state: TicketState
  readonly createdAt: number
  readonly createdBy: string
  readonly updatedAt: number
  readonly links: readonly TicketLink[]
  /** What happened, oldest first. */
  readonly entries: readonly TicketEntry[]
  readonly attachments: readonly TicketAttachment[]
}

/** A ticket on its way to those who help, as it was when somebody sent it. */
export interface TicketDelivery {
  /** The same at every attempt: by it a receiver knows that it was told before. */
  readonly id: string
  readonly order: number
  readonly ticket: Ticket
  readonly status: 'waiting' | 'delivered' | 'failed'
  readonly queuedAt: number
  readonly attempts: number
  /** When the next attempt may be made; of one that waits. */
  readonly nextAt: number
  readonly deliveredAt?: number
  /** Why the last attempt failed. */
  readonly error?: { readonly code: string; readonly message: string }
}

/** What is written together: all of it or nothing. */
export interface TicketWrite {
  /** Replaces the ticket of the same number. */
  readonly ticket?: Ticket
  /** What the ticket is found by: words in lower case, apart by spaces. Needed with a ticket. */
  readonly words?: string
  /** Contents of attachments that are new. */
  readonly contents?: readonly { readonly ticket: number; readonly attachment: string; readonly bytes: Uint8Array }[]
  /** Replaces the delivery of the same id. */
  readonly delivery?: TicketDelivery
}

/** Which tickets; everything absent: all. */
export interface TicketQuery {
  /** Each must begin a word of the ticket. An empty list finds nothing. */
  readonly words?: readonly string[]
  readonly states?: readonly TicketState[]
  readonly priority?: Priority
  readonly category?: TicketCategory
  readonly link?: TicketLink
}

export interface TicketPage {
  /** The one that changed last comes first; of equal ones that with the higher number. */
  readonly tickets: readonly Ticket[]
  /** How many match in all. */
  readonly matches: number
}

/** Keeps tickets, contents of attachments and the outbox. Knows nothing of what may happen to a ticket. */
export interface TicketStore {
  /** The number that the next ticket takes: from 1, never one that was taken. */
  nextNumber(): number
  write(write: TicketWrite): void
  get(number: number): Ticket | undefined
  find(query: TicketQuery, page: { readonly from: number; readonly limit: number }): TicketPage
  content(ticket: number, attachment: string): Uint8Array | undefined
  /** In the order in which they were queued. */
  deliveries(which: { readonly status?: TicketDelivery['status']; readonly ticket?: number }): readonly TicketDelivery[]
  delivery(id: string): TicketDelivery | undefined
  /** Idempotent. Everything else throws E_STORE_CLOSED afterwards. */
  close(): void
}
