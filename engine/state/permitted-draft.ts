import { SrvraError } from '../core/errors.ts'
import { admitJson } from '../core/json/index.ts'
import type { JsonLimits } from '../core/json/index.ts'
import { assertWritable, keepHidden, sameHidden } from '../core/policy/index.ts'
import type { DocumentPolicy } from '../core/policy/index.ts'
import type { Before } from './committed-update.ts'
import type { BatchOperation } from './write-options.ts'

/** The operation as its author is allowed to do it: with the fields put back that are hidden from them. Throws E_FORBIDDEN. */
export function permittedOperation(
  operation: BatchOperation,
  before: Before,
  policy: DocumentPolicy,
  limits: JsonLimits,
): BatchOperation {
  assertWritable(policy, operation.key)
  const hidden = policy.hiddenIn(operation.key)
  if (hidden.length === 0 || !('value' in operation)) return operation
  return { ...operation, value: keepHidden(admitJson(operation.value, limits), before.value, hidden) }
}

/** Throws E_FORBIDDEN when a rollback would change, unseen, what is hidden from whoever asks for it. */
export function assertHiddenKept(
  { key, value }: Pick<{ key: string } & Before, 'key' | 'value'>,
  before: Before,
  policy: DocumentPolicy,
): void {
  if (value === undefined || sameHidden(value, before.value, policy.hiddenIn(key))) return
  throw new SrvraError(
    'E_FORBIDDEN',
    `This would change fields of '${key}' that are hidden from you; ask somebody who sees the whole document.`,
    { key },
  )
}
