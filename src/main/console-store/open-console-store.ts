import { createRequire } from 'node:module'
import { join } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { createConsoleStore, type ConsoleStore } from './console-store.ts'

/** Opens `console.sqlite` of a data folder. */
export function openConsoleStore(dataDir: string): ConsoleStore {
  const Database = createRequire(__filename)('better-sqlite3') as typeof BetterSqlite
  const binding = process.env['SRVRA_SQLITE_BINDING']
  return createConsoleStore(new Database(join(dataDir, 'console.sqlite'), binding === undefined ? {} : { nativeBinding: binding }))
}
