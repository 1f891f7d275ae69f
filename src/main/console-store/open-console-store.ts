import { join } from 'node:path'
import { openDatabase } from '../../../engine/adapters/sqlite-storage/open-database.ts'
import { createConsoleStore, type ConsoleStore } from './console-store.ts'

/** Opens `console.sqlite` of a data folder. */
export function openConsoleStore(dataDir: string): ConsoleStore {
  return createConsoleStore(openDatabase(join(dataDir, 'console.sqlite')))
}
