import { rmSync } from 'node:fs'
import type { CopyHooks } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'

/** Between two steps others have their turn: a step is about a millisecond. */
const PAGES_PER_STEP = 256

/**
 * Copies an open file into a new one, while it is read and written: what is written meanwhile goes into both. Nothing stays
 * of a copy that did not come to its end.
 */
export async function copyStore(database: Connection, file: string, { signal, onProgress }: CopyHooks): Promise<void> {
  try {
    await database.backup(file, {
      progress: ({ totalPages, remainingPages }) => {
        signal?.throwIfAborted()
        onProgress?.({ done: totalPages - remainingPages, total: totalPages })
        return PAGES_PER_STEP
      },
    })
    signal?.throwIfAborted()
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}
