import type { Ticket } from './ticket-store.ts'

/** A ticket as it goes to those who help. */
export interface SupportMessage {
  /** The same whenever it is sent again: by it a receiver knows that it was told before. */
  readonly id: string
  /** The store that the ticket is of: numbers of tickets are counted in each. */
  readonly installation: string
  readonly ticket: Ticket
  /** The ticket as Markdown, for receivers that people read at. */
  readonly text: string
  /** Contents of the ticket's attachments, in their order. */
  readonly contents: readonly Uint8Array[]
}

/** Takes tickets to those who help. */
export interface SupportReceiver {
  /** Where that is, for people: a host, and no secret. */
  readonly name: string
  /** Resolves when it was taken. Rejects with E_NOTIFY; `details.again` false says that trying again is no use. */
  send(message: SupportMessage): Promise<void>
}
