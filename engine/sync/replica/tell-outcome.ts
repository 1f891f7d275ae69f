import { settleByHandlers } from '../../conflict/settle-by-handlers.ts'
import type { ReplicaOptions } from './replica-options.ts'
import type { ReplicaParts } from './replica-parts.ts'
import type { Settled } from './settlement.ts'

/** Tells everybody who waits or watches what became of an operation. A handler's resolution of a conflict is a new edit. */
export function tellOutcome(
  { key, operation, outcome, confirmed }: Settled,
  { pending, monitor }: Pick<ReplicaParts, 'pending' | 'monitor'>,
  { eventBus, state }: Pick<ReplicaOptions, 'eventBus' | 'state'>,
): void {
  monitor.exchanged({ sent: 1 })
  pending.takeTicket(operation.opId)?.settle(outcome)
  if (outcome.outcome === 'rejected') monitor.told({ code: outcome.code, message: outcome.message, key })
  if (outcome.outcome !== 'conflict') return
  const { conflict: id, reason } = outcome
  const sides = { baseValue: operation.over.value, clientValue: operation.value.value, serverValue: confirmed.value }
  void settleByHandlers(eventBus, { key, id, reason, ...sides }, ({ value, strategy }) => {
    const why = { reason: `resolved by ${strategy}` }
    if (value === undefined) state.deleteState(key, why)
    else state.setState(key, value, why)
  })
}
