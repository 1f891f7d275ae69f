import { SrvraError } from '../core/errors.ts'
import type { Priority } from '../core/log/change.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ticket, TicketAction, TicketEntry, TicketLink, TicketQuery, TicketSide, TicketStore } from '../ports/ticket-store.ts'
import { newAttachments } from './attachments/new-attachments.ts'
import type { FileToAttach } from './attachments/new-attachments.ts'
import { queryWords, wordsOf } from './search-words.ts'
import { DEFAULT_TARGETS, serviceClocks } from './service-clock.ts'
import type { ServiceClocks, ServiceTargets } from './service-clock.ts'
import { checkedLink, checkedRequest, checkedText, MOST_LINKS, sameLink } from './ticket-request.ts'
import type { TicketRequest } from './ticket-request.ts'
import { actionsIn, stateAfter } from './ticket-states.ts'

/** What can happen to one ticket. */
const MOST_ENTRIES = 1000
const MOST_LISTED = 200

/** A ticket as somebody looks at it. */
export interface TicketView extends Ticket {
  readonly clocks: ServiceClocks
  /** What can be done with it now. */
  readonly actions: readonly TicketAction[]
}

/** Which tickets; everything absent: all. */
export interface TicketFilter extends Omit<TicketQuery, 'words'> {
  /** Words that must all begin words of the ticket; any text will do. */
  readonly text?: string
  readonly from?: number
  /** At most 200, and 50 by default. */
  readonly limit?: number
}

export interface TicketList {
  readonly tickets: readonly TicketView[]
  readonly matches: number
}

export interface TicketDeskParts {
  readonly store: TicketStore
  readonly clock: Clock
  readonly targets?: ServiceTargets
}

type Happening = TicketEntry extends infer Entry ? (Entry extends TicketEntry ? Omit<Entry, 'at' | 'by'> : never) : never

/** Keeps tickets: what is filed, said and done, and how the deadlines stand. */
export class TicketDesk {
  readonly #store: TicketStore
  readonly #clock: Clock
  readonly #targets: ServiceTargets

  constructor({ store, clock, targets = DEFAULT_TARGETS }: TicketDeskParts) {
    this.#store = store
    this.#clock = clock
    this.#targets = targets
  }

  /** Throws E_TICKET. */
  create(request: TicketRequest, by: string): TicketView {
    const { send: _send, ...checked } = checkedRequest(request)
    const number = this.#store.nextNumber()
    const at = this.#clock.now()
    const ticket: Ticket = {
      ...checked,
      id: `T-${number}`,
      number,
      state: 'open',
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      entries: [],
      attachments: [],
    }
    this.#store.write({ ticket, words: wordsAt(ticket) })
    return this.#view(ticket)
  }

  /** Throws E_TICKET_UNKNOWN. */
  get(id: string): TicketView {
    return this.#view(this.#ticket(id))
  }

  find({ text = '', from = 0, limit = 50, ...query }: TicketFilter = {}): TicketList {
    const words = queryWords(text)
    const page = { from, limit: Math.min(limit, MOST_LISTED) }
    const { tickets, matches } = this.#store.find({ ...query, ...(words ? { words } : {}) }, page)
    return { tickets: tickets.map((ticket) => this.#view(ticket)), matches }
  }

  /** Throws E_TICKET, E_TICKET_UNKNOWN. The first word of those who help stops the first clock. */
  comment(id: string, text: string, from: TicketSide, by: string): TicketView {
    return this.#happen(id, by, { what: 'comment', text: checkedText(text), from })
  }

  /** Throws E_TICKET_STATE, E_TICKET_UNKNOWN. */
  transition(id: string, action: TicketAction, by: string): TicketView {
    const state = stateAfter(this.#ticket(id).state, action)
    return this.#happen(id, by, { what: 'state', action, state }, { state })
  }

  prioritize(id: string, priority: Priority, by: string): TicketView {
    const ticket = this.#ticket(id)
    return ticket.priority === priority ? this.#view(ticket) : this.#happen(id, by, { what: 'priority', priority }, { priority })
  }

  /** A link that is there already stays as it is. */
  link(id: string, given: TicketLink, by: string): TicketView {
    const link = checkedLink(given)
    const ticket = this.#ticket(id)
    const { links } = ticket
    if (links.some((known) => sameLink(known, link))) return this.#view(ticket)
    if (links.length >= MOST_LINKS) throw new SrvraError('E_TICKET', `A ticket has ${MOST_LINKS} links at most.`, { path: 'links' })
    return this.#happen(id, by, { what: 'link', link }, { links: [...links, link] })
  }

  /** All of the files or none. Throws E_ATTACHMENT, E_TICKET_UNKNOWN. */
  attach(id: string, files: readonly FileToAttach[], by: string): TicketView {
    const ticket = this.#ticket(id)
    const at = this.#now(ticket)
    const heads = newAttachments(ticket, files, at, by)
    const entries = heads.map((head): TicketEntry => ({ at, by, what: 'attachment', attachment: head.id, name: head.name }))
    const contents = heads.flatMap(({ id: attachment }, index) => {
      const file = files[index]
      return file ? [{ ticket: ticket.number, attachment, bytes: file.bytes }] : []
    })
    const next = grown(ticket, entries, { attachments: [...ticket.attachments, ...heads] })
    this.#store.write({ ticket: next, words: wordsAt(next), contents })
    return this.#view(next)
  }

  /** Throws E_TICKET_UNKNOWN, E_ATTACHMENT where there is none of that id. */
  content(id: string, attachment: string): Uint8Array {
    const bytes = this.#store.content(this.#ticket(id).number, attachment)
    if (bytes) return bytes
    throw new SrvraError('E_ATTACHMENT', `${id} has no attachment '${attachment}'.`, { id, attachment })
  }

  #happen(id: string, by: string, happening: Happening, change: Partial<Ticket> = {}): TicketView {
    const ticket = this.#ticket(id)
    const next = grown(ticket, [{ ...happening, at: this.#now(ticket), by }], change)
    this.#store.write({ ticket: next, words: wordsAt(next) })
    return this.#view(next)
  }

  /** A clock that was set back turns no story around. */
  #now({ updatedAt }: Ticket): number {
    return Math.max(updatedAt, this.#clock.now())
  }

  #ticket(id: string): Ticket {
    const number = /^T-([1-9]\d{0,14})$/.exec(id)?.[1]
    const ticket = number === undefined ? undefined : this.#store.get(Number(number))
    if (ticket) return ticket
    throw new SrvraError('E_TICKET_UNKNOWN', `There is no ticket ${id.slice(0, 40)}.`, { id: id.slice(0, 40) })
  }

  #view(ticket: Ticket): TicketView {
    return { ...ticket, clocks: serviceClocks(ticket, this.#targets, this.#clock.now()), actions: actionsIn(ticket.state) }
  }
}

function grown(ticket: Ticket, happened: readonly TicketEntry[], change: Partial<Ticket>): Ticket {
  const entries = [...ticket.entries, ...happened]
  if (entries.length > MOST_ENTRIES)
    throw new SrvraError('E_TICKET', `A ticket takes ${MOST_ENTRIES} entries; file another one and link to it.`, {
      path: 'entries',
    })
  return { ...ticket, ...change, entries, updatedAt: happened.at(-1)?.at ?? ticket.updatedAt }
}

/** What a ticket is found by. */
function wordsAt({ id, title, description, links, entries, attachments }: Ticket): string {
  const comments = entries.flatMap((entry) => (entry.what === 'comment' ? [entry.text] : []))
  const texts = [id, title, description, ...links.map((link) => link.id), ...attachments.map(({ name }) => name), ...comments]
  return texts.flatMap((text) => wordsOf(text)).join(' ')
}
