import type { Redactor } from '../core/redactor.ts'
import type { Priority } from '../core/log/change.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { SupportReceiver } from '../ports/support-receiver.ts'
import type { TicketAction, TicketDelivery, TicketLink, TicketSide, TicketStore } from '../ports/ticket-store.ts'
import type { FileToAttach } from './attachments/new-attachments.ts'
import { Bundles } from './bundle/bundles.ts'
import type { BundleChoice, BundlePreview } from './bundle/bundles.ts'
import type { BundleSources } from './bundle/bundle-parts.ts'
import { Outbox } from './delivery/outbox.ts'
import { ticketAsJson, ticketAsMarkdown } from './export-ticket.ts'
import { summarize } from './support-summary.ts'
import type { SupportSummary } from './support-summary.ts'
import { TicketDesk } from './ticket-desk.ts'
import type { TicketFilter, TicketList, TicketView } from './ticket-desk.ts'
import type { TicketRequest } from './ticket-request.ts'

export interface SupportParts {
  /** Called once, when support is first asked for anything. */
  readonly openStore: () => TicketStore
  readonly sources: BundleSources
  readonly redactor: Redactor
  /** Has a secret taken out of bundles and the log. */
  readonly hide: (secret: string) => void
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly installation: string
  /** Who acts where a call does not say. */
  readonly actor: string
  readonly report: (error: unknown) => void
}

/** Who says something, by default whoever uses the engine, and on which side, by default that which needs help. */
interface Remark {
  readonly by?: string
  readonly from?: TicketSide
}

interface Opened {
  readonly store: TicketStore
  readonly desk: TicketDesk
  readonly outbox: Outbox
}

/** Help for those who run an engine: tickets, what is told with them, and how they reach those who help. */
export class Support {
  readonly #parts: SupportParts
  readonly #bundles: Bundles
  readonly #listeners = new Set<() => void>()
  #opened: Opened | undefined

  constructor(parts: SupportParts) {
    this.#parts = parts
    this.#bundles = new Bundles(parts)
  }

  /** Files a ticket, and sends it where there is a receiver. Throws E_TICKET with the path at fault, and what opening the store throws. */
  createTicket(request: TicketRequest, by = this.#parts.actor): TicketView {
    const { desk, outbox } = this.#open()
    const ticket = this.#changed(desk.create(request, by))
    if (request.send ?? outbox.receiver !== undefined) this.send(ticket.id)
    return ticket
  }

  /** Throws E_TICKET_UNKNOWN. */
  ticket(id: string): TicketView {
    return this.#open().desk.get(id)
  }

  /** Tickets by their last change. Any text may be looked for. */
  tickets(filter: TicketFilter = {}): TicketList {
    return this.#open().desk.find(filter)
  }

  /** Says something, as one who needs help or as one who gives it. Throws E_TICKET, E_TICKET_UNKNOWN. */
  comment(id: string, text: string, { by = this.#parts.actor, from = 'requester' }: Remark = {}): TicketView {
    return this.#changed(this.#open().desk.comment(id, text, from, by))
  }

  /** Throws E_TICKET_STATE where the action does not apply, E_TICKET_UNKNOWN. */
  transition(id: string, action: TicketAction, by = this.#parts.actor): TicketView {
    return this.#changed(this.#open().desk.transition(id, action, by))
  }

  /** Throws E_TICKET_UNKNOWN. */
  prioritize(id: string, priority: Priority, by = this.#parts.actor): TicketView {
    return this.#changed(this.#open().desk.prioritize(id, priority, by))
  }

  /** Throws E_TICKET, E_TICKET_UNKNOWN. */
  link(id: string, link: TicketLink, by = this.#parts.actor): TicketView {
    return this.#changed(this.#open().desk.link(id, link, by))
  }

  /** All of the files or none. Throws E_ATTACHMENT, E_TICKET_UNKNOWN. */
  attach(id: string, files: readonly FileToAttach[], by = this.#parts.actor): TicketView {
    return this.#changed(this.#open().desk.attach(id, files, by))
  }

  /** The content of an attachment. Throws E_ATTACHMENT, E_TICKET_UNKNOWN. */
  attachment(id: string, attachment: string): Uint8Array {
    return this.#open().desk.content(id, attachment)
  }

  /** Makes a diagnostics bundle to look at. It names no secret and no document's value, and goes nowhere by itself. */
  previewBundle(): Promise<BundlePreview> {
    return this.#bundles.preview()
  }

  /** Parts of a preview as files, such as for a ticket that is about to be filed. Throws E_BUNDLE. */
  chosenParts(choice: BundleChoice): readonly FileToAttach[] {
    return this.#bundles.chosen(choice)
  }

  /** Attaches parts exactly as they were previewed. Throws E_BUNDLE, E_ATTACHMENT, E_TICKET_UNKNOWN. */
  attachBundle(id: string, choice: BundleChoice, by = this.#parts.actor): TicketView {
    return this.attach(id, this.chosenParts(choice), by)
  }

  /** The ticket as Markdown or JSON, without the contents of attachments. Throws E_TICKET_UNKNOWN. */
  exportTicket(id: string, format: 'markdown' | 'json'): string {
    const { clocks: _clocks, actions: _actions, ...ticket } = this.ticket(id)
    return format === 'markdown' ? ticketAsMarkdown(ticket) : ticketAsJson(ticket)
  }

  /** Where tickets go from now on; undefined: nowhere. What waits is tried at once. */
  deliverBy(receiver: SupportReceiver | undefined): void {
    this.#open().outbox.deliverBy(receiver)
  }

  /** Has a secret, such as that of a receiver, taken out of every bundle and of the log from now on. */
  hide(secret: string): void {
    this.#parts.hide(secret)
  }

  /** The host that tickets go to; undefined where there is none. */
  get receiver(): string | undefined {
    return this.#opened?.outbox.receiver
  }

  /** Sends a ticket as it is now, or as soon as that is possible. Throws E_TICKET_UNKNOWN. */
  send(id: string): TicketDelivery {
    const { clocks: _clocks, actions: _actions, ...ticket } = this.ticket(id)
    return this.#open().outbox.send(ticket)
  }

  /** What was sent of a ticket, or of all, in the order in which it was. */
  deliveries(id?: string): readonly TicketDelivery[] {
    return this.#open().store.deliveries(id === undefined ? {} : { ticket: this.ticket(id).number })
  }

  /** Tries a delivery again now. Throws E_DELIVERY. */
  retry(delivery: string): TicketDelivery {
    return this.#open().outbox.retry(delivery)
  }

  summary(): SupportSummary {
    const { desk, store } = this.#open()
    return summarize(desk, store)
  }

  /** Tells that something about tickets or deliveries changed. The returned function ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What waits to be delivered stays for the next start. Idempotent. */
  close(): void {
    this.#listeners.clear()
    this.#opened?.outbox.close()
    this.#opened?.store.close()
  }

  /** The file is made when support is first used, and not with every store. */
  #open(): Opened {
    if (this.#opened) return this.#opened
    const store = this.#parts.openStore()
    const changed = (): void => this.#tell()
    this.#opened = {
      store,
      desk: new TicketDesk({ ...this.#parts, store }),
      outbox: new Outbox({ ...this.#parts, store, changed }),
    }
    return this.#opened
  }

  #changed(ticket: TicketView): TicketView {
    this.#tell()
    return ticket
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener()
      } catch (error) {
        this.#parts.report(error)
      }
    }
  }
}
