import { SrvraError } from '../../core/errors.ts'
import { pauseBefore } from '../../core/session/backoff.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { SupportMessage, SupportReceiver } from '../../ports/support-receiver.ts'
import type { Ticket, TicketDelivery, TicketStore } from '../../ports/ticket-store.ts'
import { ticketAsMarkdown } from '../export-ticket.ts'

const BACKOFF = { firstMs: 2000, capMs: 600_000 }
/** One engine writes to one receiver: there is no crowd whose attempts must be spread. */
const FULL_PAUSE = 1

export interface OutboxParts {
  readonly store: TicketStore
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** Identity of the store, known to receivers. */
  readonly installation: string
  readonly changed: () => void
  /** Hears of attempts that failed. */
  readonly report: (error: unknown) => void
}

/**
 * Takes tickets to a receiver, one after another in the order in which they were sent. What can not be taken now waits in
 * the store, also through restarts, and is tried again for as long as that may help.
 */
export class Outbox {
  readonly #parts: OutboxParts
  #receiver: SupportReceiver | undefined
  #cancel: () => void = () => undefined
  #busy = false
  #closed = false

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** Where tickets go from now on; undefined: nowhere. What waits is tried at once. */
  deliverBy(receiver: SupportReceiver | undefined): void {
    this.#receiver = receiver
    for (const delivery of this.#waiting()) this.#write({ ...delivery, nextAt: this.#parts.clock.now() })
    this.#parts.changed()
    this.#next()
  }

  get receiver(): string | undefined {
    return this.#receiver?.name
  }

  /** Queues a ticket as it is now. */
  send(ticket: Ticket): TicketDelivery {
    const { store, clock, installation } = this.#parts
    const order = (store.deliveries({}).at(-1)?.order ?? 0) + 1
    const now = clock.now()
    const id = `${installation}-${order}`
    const delivery: TicketDelivery = { id, order, ticket, status: 'waiting', queuedAt: now, attempts: 0, nextAt: now }
    this.#write(delivery)
    this.#parts.changed()
    this.#next()
    return delivery
  }

  /** Tries again now what waits or was given up. Throws E_DELIVERY for an unknown one, or one that was taken. */
  retry(id: string): TicketDelivery {
    const delivery = this.#parts.store.delivery(id)
    if (!delivery || delivery.status === 'delivered')
      throw new SrvraError('E_DELIVERY', 'There is nothing to send again: it was taken, or never sent.', { id })
    const again: TicketDelivery = { ...delivery, status: 'waiting', nextAt: this.#parts.clock.now() }
    this.#write(again)
    this.#parts.changed()
    this.#next()
    return again
  }

  /** What waits stays in the store for the next start. */
  close(): void {
    this.#closed = true
    this.#cancel()
  }

  #next(): void {
    const receiver = this.#receiver
    if (this.#closed || this.#busy || !receiver) return
    this.#cancel()
    const [due] = this.#firstOfEach().toSorted((left, right) => left.nextAt - right.nextAt || left.order - right.order)
    if (!due) return
    const pause = due.nextAt - this.#parts.clock.now()
    if (pause > 0) {
      this.#cancel = this.#parts.scheduler.after(pause, () => this.#next())
      return
    }
    this.#busy = true
    void this.#attempt(due, receiver)
  }

  /** What is newer about a ticket never overtakes what is older. */
  #firstOfEach(): readonly TicketDelivery[] {
    const seen = new Set<number>()
    return this.#waiting().filter(({ ticket: { number } }) => !seen.has(number) && seen.add(number))
  }

  async #attempt(delivery: TicketDelivery, receiver: SupportReceiver): Promise<void> {
    const { clock, report, changed } = this.#parts
    const attempts = delivery.attempts + 1
    const { error: _former, ...plain } = delivery
    let became: TicketDelivery
    try {
      await receiver.send(this.#messageOf(delivery))
      became = { ...plain, attempts, status: 'delivered', deliveredAt: clock.now() }
    } catch (error) {
      // The engine was closed meanwhile: what waits is tried again at the next start.
      if (this.#closed) return
      report(error)
      const nextAt = clock.now() + pauseBefore(attempts, FULL_PAUSE, BACKOFF)
      became = { ...plain, attempts, status: mayHelp(error) ? 'waiting' : 'failed', nextAt, error: wordsOf(error) }
    }
    this.#busy = false
    if (this.#closed) return
    this.#write(became)
    changed()
    this.#next()
  }

  #messageOf({ id, ticket }: TicketDelivery): SupportMessage {
    const { store, installation } = this.#parts
    const contents = ticket.attachments.map((head) => {
      const bytes = store.content(ticket.number, head.id)
      if (bytes) return bytes
      throw new SrvraError('E_ATTACHMENT', `The content of '${head.name}' is missing in the store.`, { id: head.id, again: false })
    })
    return { id, installation, ticket, text: ticketAsMarkdown(ticket), contents }
  }

  #waiting(): readonly TicketDelivery[] {
    return this.#parts.store.deliveries({ status: 'waiting' })
  }

  #write(delivery: TicketDelivery): void {
    this.#parts.store.write({ delivery })
  }
}

function mayHelp(error: unknown): boolean {
  return !(error instanceof SrvraError && error.details['again'] === false)
}

function wordsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof SrvraError) return { code: error.code, message: error.message }
  return { code: 'E_INTERNAL', message: 'The receiver failed in a way that nobody foresaw; the log has the details.' }
}
