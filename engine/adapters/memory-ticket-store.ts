import { SrvraError } from '../core/errors.ts'
import type { Ticket, TicketDelivery, TicketPage, TicketQuery, TicketStore, TicketWrite } from '../ports/ticket-store.ts'

interface Shelf {
  readonly ticket: Ticket
  readonly words: readonly string[]
}

/** The reference: everything in memory, gone with the process. */
export class MemoryTicketStore implements TicketStore {
  readonly #shelves = new Map<number, Shelf>()
  readonly #contents = new Map<string, Uint8Array>()
  readonly #deliveries = new Map<string, TicketDelivery>()
  #last = 0
  #closed = false

  nextNumber(): number {
    this.#assertOpen()
    return this.#last + 1
  }

  write({ ticket, words, contents = [], delivery }: TicketWrite): void {
    this.#assertOpen()
    if (ticket) {
      this.#shelves.set(ticket.number, { ticket, words: (words ?? '').split(' ') })
      this.#last = Math.max(this.#last, ticket.number)
    }
    for (const content of contents) this.#contents.set(place(content.ticket, content.attachment), content.bytes.slice())
    if (delivery) this.#deliveries.set(delivery.id, delivery)
  }

  get(number: number): Ticket | undefined {
    this.#assertOpen()
    return this.#shelves.get(number)?.ticket
  }

  find(query: TicketQuery, { from, limit }: { readonly from: number; readonly limit: number }): TicketPage {
    this.#assertOpen()
    const found = [...this.#shelves.values()]
      .filter((shelf) => matches(shelf, query))
      .map(({ ticket }) => ticket)
      .toSorted((left, right) => right.updatedAt - left.updatedAt || right.number - left.number)
    return { tickets: found.slice(from, from + limit), matches: found.length }
  }

  content(ticket: number, attachment: string): Uint8Array | undefined {
    this.#assertOpen()
    return this.#contents.get(place(ticket, attachment))?.slice()
  }

  deliveries({ status, ticket }: Parameters<TicketStore['deliveries']>[0]): readonly TicketDelivery[] {
    this.#assertOpen()
    return [...this.#deliveries.values()]
      .filter((each) => (status ?? each.status) === each.status && (ticket ?? each.ticket.number) === each.ticket.number)
      .toSorted((left, right) => left.order - right.order)
  }

  delivery(id: string): TicketDelivery | undefined {
    this.#assertOpen()
    return this.#deliveries.get(id)
  }

  close(): void {
    this.#closed = true
  }

  #assertOpen(): void {
    if (this.#closed) throw new SrvraError('E_STORE_CLOSED', 'The tickets were closed; open the engine anew to read them.')
  }
}

function place(ticket: number, attachment: string): string {
  return `${ticket} ${attachment}`
}

function matches({ ticket, words }: Shelf, query: TicketQuery): boolean {
  const { link } = query
  return (
    hasWords(words, query.words) &&
    (query.states?.includes(ticket.state) ?? true) &&
    (query.priority ?? ticket.priority) === ticket.priority &&
    (query.category ?? ticket.category) === ticket.category &&
    (link === undefined || ticket.links.some(({ kind, id }) => kind === link.kind && id === link.id))
  )
}

function hasWords(words: readonly string[], wanted: readonly string[] | undefined): boolean {
  if (wanted === undefined) return true
  return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)))
}
