import { createMemoryStorage } from './adapters/memory-storage/index.ts'
import { openSqliteStorage } from './adapters/sqlite-storage/index.ts'
import type { Storage } from './ports/storage.ts'
import type { ResolvedSyncOptions } from './sync-options.ts'

/** Opens the store that the options name, or takes the one that they bring along. */
export function openStorage(options: ResolvedSyncOptions): Storage {
  const { storage } = options
  if (storage === 'memory') return createMemoryStorage(options)
  if ('append' in storage) return storage
  return openSqliteStorage({ ...options, ...storage })
}
