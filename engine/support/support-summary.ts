import type { TicketState, TicketStore } from '../ports/ticket-store.ts'
import type { TicketDesk } from './ticket-desk.ts'

/** Tickets in a few figures. */
export interface SupportSummary {
  readonly byState: Readonly<Record<TicketState, number>>
  /** Of those that are open or wait, how many have a deadline that was missed; of very many, among those that changed last. */
  readonly breached: number
  readonly waitingDeliveries: number
  readonly failedDeliveries: number
}

const MOST_LOOKED_AT = 200

export function summarize(desk: TicketDesk, store: TicketStore): SupportSummary {
  const count = (state: TicketState): number => desk.find({ states: [state], limit: 1 }).matches
  const { tickets } = desk.find({ states: ['open', 'waiting'], limit: MOST_LOOKED_AT })
  return {
    byState: { open: count('open'), waiting: count('waiting'), resolved: count('resolved'), closed: count('closed') },
    breached: tickets.filter(({ clocks: { firstAnswer, resolution } }) => firstAnswer.breached || resolution.breached).length,
    waitingDeliveries: store.deliveries({ status: 'waiting' }).length,
    failedDeliveries: store.deliveries({ status: 'failed' }).length,
  }
}
