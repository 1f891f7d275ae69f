import { Reconciler } from './reconciler.ts'
import type { ReplicaOptions } from './replica-options.ts'
import type { ReplicaParts } from './replica-parts.ts'
import { tellBroughtBack } from './tell-restored.ts'

/** What brings back the writes of a replica that its hub has lost. */
export function createReconciler(options: ReplicaOptions, parts: ReplicaParts, nextId: () => number): Reconciler {
  const { acknowledged, deadLetters } = parts
  return new Reconciler({
    ...options,
    acknowledged,
    nextId,
    onBroughtBack: (brought) => tellBroughtBack(brought, parts, options),
    onDeadLetter: (letter) => deadLetters.added(letter),
  })
}
