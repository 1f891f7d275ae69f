import { SrvraError } from '../errors.ts'
import type { Change } from './change.ts'

/** L-1: changes follow the head, and each other, without gaps. Throws E_SEQ_GAP. */
export function assertContiguous(changes: readonly Change[], head: number): void {
  changes.forEach(({ seq }, index) => {
    if (seq === head + 1 + index) return
    throw new SrvraError('E_SEQ_GAP', `Change ${seq} does not follow change ${head + index}; read the head again.`, { seq, head })
  })
}

/** L-3: a key's version rises. `current` is 0 for a key that has never been. Throws E_VERSION_CONFLICT. */
export function assertRises(change: Change, current: number): void {
  if (change.version > current) return
  const { key, version } = change
  const message = `'${key}' is at version ${current}, so a change cannot make it version ${version}; read it again and repeat the change on top of what is there.`
  throw new SrvraError('E_VERSION_CONFLICT', message, { key, expected: version - 1, current })
}

/** L-23: within a bulk a change is based on its key's version. Throws E_VERSION_CONFLICT. */
export function assertBase(change: Change, current: number): void {
  if (change.baseVersion === current) return
  const { key, baseVersion } = change
  throw new SrvraError(
    'E_VERSION_CONFLICT',
    `'${key}' is at version ${current} within this bulk, not ${baseVersion}; write each key once.`,
    { key, expected: baseVersion, current },
  )
}

/** L-30. */
export function operationReused(change: Change): SrvraError {
  const { opId, key } = change
  return new SrvraError(
    'E_OP_ID_REUSED',
    `The operation ${opId} is in the log already; a retry carries the same change, another one an id of its own.`,
    { opId, key },
  )
}
