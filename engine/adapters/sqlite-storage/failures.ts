import { SrvraError } from '../../core/errors.ts'

/** What an error of SQLite or of the file system means for the store, and whether it may go on writing. */
export interface Verdict {
  readonly error: SrvraError
  /** After a failed fsync nobody knows what is on the disk: no write is taken until the store is opened anew. */
  readonly fence: boolean
}

const FULL_CODES = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])
const IO_CODES = /^(SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PROTOCOL|EIO|EROFS|EACCES|EPERM)/
const CORRUPT_CODES = /^SQLITE_CORRUPT/

/** Translates; an error that is ours already, or a defect, passes as it is. */
export function judge(error: unknown, file: string): Verdict | undefined {
  const code = codeOf(error)
  if (code === undefined) return undefined
  if (FULL_CODES.has(code))
    return verdict(
      'E_STORE_FULL',
      `The disk of ${file} is full; nothing of this write was kept. Make space: writing goes on by itself.`,
      code,
      error,
      false,
    )
  if (CORRUPT_CODES.test(code))
    return verdict('E_STORE_CORRUPT', `${file} is damaged: restore it from a backup.`, code, error, true)
  if (code === 'SQLITE_NOTADB')
    return verdict('E_STORE_FORMAT', `${file} is no SQLite file; choose another folder.`, code, error, true)
  if (IO_CODES.test(code))
    return verdict(
      'E_STORE_IO',
      `The disk failed on ${file}; what was being written is not acknowledged, and the store takes no more writes. Check the disk, then open the store again.`,
      code,
      error,
      true,
    )
  return undefined
}

function verdict(code: string, message: string, cause: string, error: unknown, fence: boolean): Verdict {
  return { error: new SrvraError(code, message, { cause }, { cause: error }), fence }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof SrvraError || !(error instanceof Error)) return undefined
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
