import { CONFLICT, HUB_RESTORED } from '../../state/event-types.ts'
import type { Restoration } from './receiver.ts'
import type { BroughtBack } from './reconciler.ts'
import type { ReplicaOptions } from './replica-options.ts'
import type { ReplicaParts } from './replica-parts.ts'

/** Tells everybody who watches that the hub was restored, and what that means here (P-146). */
export function tellRestored(
  { epoch, since, documents, writes }: Restoration,
  { counts }: Pick<ReplicaParts, 'counts'>,
  { eventBus }: Pick<ReplicaOptions, 'eventBus'>,
): void {
  counts.restored.documents += documents
  eventBus.emit(HUB_RESTORED, { epoch, since, documents, writes })
}

/** Tells what became of a write that was brought back. Its author was told long ago that it is there. */
export function tellBroughtBack(
  { acknowledgement: { key, operation }, answer }: BroughtBack,
  { counts, monitor }: Pick<ReplicaParts, 'counts' | 'monitor'>,
  { eventBus, state }: Pick<ReplicaOptions, 'eventBus' | 'state'>,
): void {
  if (answer.status === 'committed' || answer.status === 'merged') counts.restored.settled++
  else if (answer.status === 'rejected') {
    counts.restored.rejected++
    monitor.told({ code: answer.code, message: answer.message, key })
  } else {
    counts.restored.conflicts++
    const { conflict: id, reason } = answer
    const sides = { baseValue: undefined, clientValue: operation.value.value, serverValue: state.getState(key) }
    // What handlers answer is not asked for: a person restored it away, and a person brings it back.
    eventBus.emit(CONFLICT, { key, id, reason, ...sides })
  }
}
