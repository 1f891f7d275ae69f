import { SrvraError } from '../core/errors.ts'
import type { TicketAction, TicketState } from '../ports/ticket-store.ts'

const MOVES: Readonly<Record<TicketAction, { readonly from: readonly TicketState[]; readonly to: TicketState }>> = {
  wait: { from: ['open'], to: 'waiting' },
  resume: { from: ['waiting'], to: 'open' },
  resolve: { from: ['open', 'waiting'], to: 'resolved' },
  close: { from: ['open', 'waiting', 'resolved'], to: 'closed' },
  reopen: { from: ['resolved', 'closed'], to: 'open' },
}

const ACTIONS = Object.keys(MOVES) as readonly TicketAction[]

/** What can be done with a ticket in a state. */
export function actionsIn(state: TicketState): readonly TicketAction[] {
  return ACTIONS.filter((action) => MOVES[action].from.includes(state))
}

/** The state that an action leads to. Throws E_TICKET_STATE where it does not apply. */
export function stateAfter(state: TicketState, action: TicketAction): TicketState {
  const { from, to } = MOVES[action]
  if (from.includes(state)) return to
  const able = actionsIn(state).join(', ')
  throw new SrvraError('E_TICKET_STATE', `A ticket that is ${state} can not take '${action}'; it can take ${able}.`, {
    state,
    action,
  })
}
