import { SrvraError } from '../../engine/core/errors.ts'

/** Which files the page may name: those that the operator chose in the system's dialog, and no others. */
export interface FileGrants {
  grantRead(path: string): void
  grantWrite(path: string): void
  /** Throws E_FILE_NOT_CHOSEN. */
  requireRead(path: string): void
  requireWrite(path: string): void
}

/** Grants last as long as the program runs; the list is short, as each one is a person's click. */
export function createFileGrants(): FileGrants {
  const readable = new Set<string>()
  const writable = new Set<string>()
  return {
    grantRead: (path) => void readable.add(path),
    grantWrite: (path) => void writable.add(path),
    requireRead: (path) => require(readable, path, 'read'),
    requireWrite: (path) => require(writable, path, 'written'),
  }
}

function require(granted: ReadonlySet<string>, path: string, act: string): void {
  if (granted.has(path)) return
  throw new SrvraError('E_FILE_NOT_CHOSEN', `Only a file that was chosen in the dialog may be ${act}. Choose it again.`, { path })
}
