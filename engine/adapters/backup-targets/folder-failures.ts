import { SrvraError } from '../../core/errors.ts'

/** What the codes of a disk mean to somebody who keeps backups there. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left; free some, shorten the retention or choose another place',
  EDQUOT: 'its quota is used up; raise it, shorten the retention or choose another place',
  EACCES: 'this program may not; give its user the right to read and write there',
  EPERM: 'this program may not; give its user the right to read and write there',
  EROFS: 'it is mounted read-only',
  ENOENT: 'it is not there; is its disk mounted?',
  ENOTDIR: 'a part of its path is not a folder',
  EIO: 'the disk reports an error; do not trust it any more',
  ESTALE: 'the network share went away',
  ETIMEDOUT: 'the network share does not answer',
}

/** E_BACKUP_TARGET of what a file system said; `done` is what could not be. `details.cause` has the system's code. */
export function diskFailure(target: string, done: string, object: string | undefined, cause: unknown): SrvraError {
  const { code = 'unknown', message } = cause as NodeJS.ErrnoException
  const what = object === undefined ? `The ${target}` : `The object ${object} of the ${target}`
  const details = { target, cause: code, ...(object === undefined ? {} : { object }) }
  return new SrvraError('E_BACKUP_TARGET', `${what} can not be ${done}: ${MEANINGS[code] ?? message}.`, details, { cause })
}

/** E_BACKUP_PATH of a link, a folder or a device under the name of an object. */
export function notPlain(target: string, object: string): SrvraError {
  const message = `${object} in the ${target} is a link, a folder or a device, which no backup puts there. Look at who did.`
  return new SrvraError('E_BACKUP_PATH', message, { target, object })
}
