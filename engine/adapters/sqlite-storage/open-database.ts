import type Database from 'better-sqlite3'
import { loadSqlite, nativeBinding } from './runtime.ts'

export type Connection = Database.Database

/** How a commit reaches the disk: FULL waits for it, NORMAL may lose the last commits in a power cut. */
export type Synchronous = 'FULL' | 'NORMAL'

export interface DatabaseOptions {
  readonly synchronous: Synchronous
  /** Keep every other process out for as long as the file is open. */
  readonly exclusive: boolean
}

const SYNCHRONOUS_CODE = { NORMAL: 1, FULL: 2 } as const
/** At most 64 MB of log before a commit pays for a checkpoint; an idle store makes one long before that. */
const AUTO_CHECKPOINT_PAGES = 16_000

/** Opens an SQLite file with the settings that all of ours have. Throws E_RUNTIME, and SQLite's own errors. */
export function openDatabase(file: string, options: DatabaseOptions = { synchronous: 'FULL', exclusive: false }): Connection {
  const Sqlite = loadSqlite()
  const binding = nativeBinding()
  const database = new Sqlite(file, { timeout: 0, ...(binding === undefined ? {} : { nativeBinding: binding }) })
  try {
    if (options.exclusive) database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('journal_mode = WAL')
    database.pragma(`synchronous = ${options.synchronous}`)
    database.pragma(`wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`)
    database.pragma('temp_store = MEMORY')
    database.pragma('trusted_schema = OFF')
    database.pragma('cell_size_check = ON')
    database.pragma('foreign_keys = ON')
    assertSynchronous(database, options.synchronous)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The addon is built with a weaker default (F2), so what is in force is read back. */
export function assertSynchronous(database: Connection, wanted: Synchronous): void {
  const actual = database.pragma('synchronous', { simple: true })
  if (actual !== SYNCHRONOUS_CODE[wanted]) throw new Error(`synchronous is ${String(actual)}, not ${wanted}`)
}
