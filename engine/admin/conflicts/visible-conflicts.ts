import type { ConflictQueue } from '../../conflict/conflict-queue.ts'
import type { ConflictView } from '../../conflict/conflict.ts'
import { SrvraError } from '../../core/errors.ts'
import type { DocumentPolicy } from '../../core/policy/index.ts'
import { assertWritable } from '../../core/policy/index.ts'

interface Eyes {
  readonly policy?: DocumentPolicy | undefined
}

/** Those whose documents may be read whole: a conflict shows every field of its sides. */
export function visible<Conflict extends { readonly key: string }>(
  conflicts: Iterable<Conflict | undefined>,
  { policy }: Eyes,
): readonly Conflict[] {
  return [...conflicts].filter((conflict) => conflict !== undefined).filter(({ key }) => policy?.whole.matches(key) ?? true)
}

/** Throws E_CONFLICT_UNKNOWN for one that is out of sight, as for one that never was. */
export function viewFor(queue: ConflictQueue, id: string, caller: Eyes): ConflictView {
  const [view] = visible([queue.view(id)], caller)
  if (view) return view
  throw new SrvraError('E_CONFLICT_UNKNOWN', `There is no conflict '${id}' here.`, { id })
}

/** As `viewFor`; throws E_FORBIDDEN where its document may not be written. */
export function settleable(queue: ConflictQueue, id: string, caller: Eyes): ConflictView {
  const view = viewFor(queue, id, caller)
  if (caller.policy) assertWritable(caller.policy, view.key)
  return view
}
