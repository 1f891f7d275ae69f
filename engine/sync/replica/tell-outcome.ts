import type { SrvraEventBus } from '../../state/event-bus.ts'
import { CONFLICT } from '../../state/event-types.ts'
import type { ReplicaParts } from './replica-parts.ts'
import type { Settled } from './settlement.ts'

/** Tells everybody who waits or watches what became of an operation. */
export function tellOutcome(
  { key, operation, outcome, confirmed }: Settled,
  { pending, monitor }: Pick<ReplicaParts, 'pending' | 'monitor'>,
  eventBus: SrvraEventBus,
): void {
  monitor.exchanged({ sent: 1 })
  pending.takeTicket(operation.opId)?.settle(outcome)
  if (outcome.outcome === 'rejected') monitor.told({ code: outcome.code, message: outcome.message, key })
  if (outcome.outcome !== 'conflict') return
  eventBus.emit(CONFLICT, {
    key,
    id: outcome.conflict,
    reason: outcome.reason,
    baseValue: operation.over.value,
    clientValue: operation.value.value,
    serverValue: confirmed.value,
  })
}
