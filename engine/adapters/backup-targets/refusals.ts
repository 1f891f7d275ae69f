import { SrvraError } from '../../core/errors.ts'
import { LARGEST_OBJECT, isObjectName } from '../../ports/backup-target.ts'

/** Throws E_BACKUP_PATH for a name that could lead anywhere but to an object of the target. */
export function assertObjectName(target: string, name: string): void {
  if (isObjectName(name)) return
  const shown = JSON.stringify(name.slice(0, 150))
  throw new SrvraError('E_BACKUP_PATH', `${shown} is no name of an object in a backup; ${target} was not asked for it.`, {
    target,
    object: name.slice(0, 150),
  })
}

/** Throws E_BACKUP_SIZE for more than an object may have. */
export function assertObjectSize(target: string, name: string, bytes: number): void {
  if (bytes <= LARGEST_OBJECT) return
  const message = `The object ${name} of ${target} has more than ${LARGEST_OBJECT} bytes: no backup has such a part.`
  throw new SrvraError('E_BACKUP_SIZE', message, { target, object: name, limit: LARGEST_OBJECT, actual: bytes })
}

export function missingObject(target: string, name: string): SrvraError {
  return new SrvraError('E_BACKUP_MISSING', `${target} has no object ${name}.`, { target, object: name })
}
