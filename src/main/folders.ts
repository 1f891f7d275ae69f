import { join } from 'node:path'

/** Where one console keeps its things. */
export interface Folders {
  /** The store and the operator's own database. */
  readonly data: string
  /** Chromium's profile; also what the lock on a second console is bound to. */
  readonly profile: string
}

/** A named data folder holds everything, profile included, so that consoles on different folders run side by side. */
export function foldersFor(dataDir: string | undefined, userData: string): Folders {
  if (dataDir === undefined) return { data: join(userData, 'data'), profile: userData }
  return { data: dataDir, profile: join(dataDir, 'profile') }
}
